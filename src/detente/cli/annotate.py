"""`detente annotate`: text in, JSON Lines or one page with marks out, nothing stored."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.common import put_json, say
from detente.errors import DetenteError, ReadError

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
    view: Annotated[
        Path | None, typer.Option(help="Write one article with its marks as a .html page instead.")
    ] = None,
) -> None:
    """Print the annotation of every article, or write the page of one."""
    from detente.annotation_row import annotation_row

    check_view(view)
    found = articles_of(files, published_at=published_at, outlet=outlet, headline=headline)
    if view is not None:
        write_view(found, view)
        return
    for annotation in annotate_all(found):
        put_json(annotation_row(annotation))


def check_view(path: Path | None) -> None:
    """Refuse a page that cannot be written, before anything is read."""
    if path is None:
        return
    if path.suffix.lower() not in (".html", ".htm"):
        raise DetenteError(f"--view {path}: expected a name that ends in .html")
    if not path.parent.is_dir():
        raise DetenteError(f"--view {path}: no folder {path.parent}; make it first")


def write_view(found: Iterable[Article | Problem], path: Path) -> None:
    """Write the page of the one article that was found.

    The page is made before the file is opened, so that an error leaves an older file as it was.
    """
    import detente
    from detente.records import Problem

    first, *more = islice(found, 2)
    if more:
        raise DetenteError(
            f"--view {path} shows one article, and the input holds more: name a file with one, or "
            f"leave --view out to print them all"
        )
    if isinstance(first, Problem):
        raise ReadError(f"{first.article_id}: {first.reason}; nothing was written")
    if first.path and Path(first.path).exists() and path.exists() and path.samefile(first.path):
        raise DetenteError(f"--view {path} would replace the article itself: give another name")
    (annotation,) = annotate_all([first])
    content = detente.view(annotation).encode("utf-8")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise DetenteError(f"cannot write {path}: {error.strerror}") from error
    say(f"wrote {path}")


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
