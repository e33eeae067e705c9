"""`detente forget`: remove an article and all that was read in it."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.common import DEFAULT_RECORD, RecordOption, say

HELP = """Remove an article from the record with its events; developments are built anew.

Example: detente forget a-1f3df9bf1ee4
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("forget", help=HELP)(run)


def run(
    article_id: Annotated[str, typer.Argument(help="The article's id.")],
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Remove the article and say what went with it."""
    import detente

    gone = detente.open(record).forget(article_id)
    say(f"{record}: removed " + ", ".join(f"{n} {what}" for what, n in gone.items()))
