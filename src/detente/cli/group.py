"""`detente group`: which articles and acts belong together, nothing stored."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.common import put_json

HELP = """Print which articles are reprints or one story and which acts are one development.

Example: detente group articles.jsonl
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("group", help=HELP)(run)


def run(
    files: Annotated[
        list[str] | None, typer.Argument(help="Text, HTML or JSON Lines files; - reads stdin.")
    ] = None,
    published_at: Annotated[
        str | None, typer.Option(help="Date of publication, for text and HTML.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who publishes it, for text and HTML.")] = None,
) -> None:
    """Print one line an article: reprint_of, story_id, development_ids."""
    from detente.cli.annotate import read_annotations
    from detente.developments.group import group_annotations
    from detente.records import to_json

    found = list(read_annotations(files, published_at=published_at, outlet=outlet, headline=None))
    for row in group_annotations(found):
        put_json(to_json(row))
