"""`detente split`: take a report out of its development, or a development apart."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.common import DEFAULT_RECORD, ReasonOption, RecordOption, put, say

HELP = """Take a report out of its development, or every article of a development apart.

The choice is kept when articles are read again.

Example: detente split e-1f3df9bf1ee4 --reason "another town"
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("split", help=HELP)(run)


def run(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A report or a development.")],
    reason: ReasonOption = "",
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Split, and print the id of the development that holds it now."""
    import detente

    left = detente.open(record).split(wanted, reason=reason)
    say(f"{record}: {wanted} is apart now; `detente merge` joins it again")
    put(left)
