"""`detente annotate`: text in, JSON Lines out, nothing stored."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.common import put_json, say

if TYPE_CHECKING:
    from detente.records import Annotation, Article, Problem

HELP = """Read articles and print what they say, one JSON line an article; nothing is stored.

Example: detente annotate column.txt --published-at 2022-04-30 --outlet Nawaiwaqt
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("annotate", help=HELP)(run)


def run(
    files: Annotated[
        list[str] | None, typer.Argument(help="Text, HTML or JSON Lines files; - reads stdin.")
    ] = None,
    published_at: Annotated[
        str | None, typer.Option(help="Date of publication, for text and HTML.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who publishes it, for text and HTML.")] = None,
    headline: Annotated[str | None, typer.Option(help="The headline, for text and HTML.")] = None,
) -> None:
    """Print the annotation of every article."""
    from detente.annotation_row import annotation_row

    for annotation in read_annotations(
        files, published_at=published_at, outlet=outlet, headline=headline
    ):
        put_json(annotation_row(annotation))


def articles_of(
    files: list[str] | None, *, published_at: str | None, outlet: str | None, headline: str | None
) -> Iterator[Article | Problem]:
    """Yield the articles of the named files, `-` for standard input."""
    from detente.read import parse_moment, read_sources

    if not files and sys.stdin.isatty():
        say("reading from the terminal; end with Ctrl-D")
    yield from read_sources(
        files or ["-"],
        published_at=parse_moment(published_at) if published_at else None,
        outlet=outlet,
        headline=headline,
        stdin=sys.stdin.buffer,
    )


def read_annotations(
    files: list[str] | None, *, published_at: str | None, outlet: str | None, headline: str | None
) -> Iterator[Annotation]:
    """Yield annotations in input order; what cannot be read is one with a problem."""
    found = articles_of(files, published_at=published_at, outlet=outlet, headline=headline)
    yield from annotate_all(found)


def annotate_all(found: Iterable[Article | Problem]) -> Iterator[Annotation]:
    """Annotate articles a batch at a time, keeping problems in their place."""
    from detente.batches import batched
    from detente.pipeline import BATCH_ARTICLES, annotate_articles, unreadable
    from detente.records import Article

    for batch in batched(found, BATCH_ARTICLES):
        done = iter(annotate_articles([one for one in batch if isinstance(one, Article)]))
        for one in batch:
            yield next(done) if isinstance(one, Article) else unreadable(one)
