"""`detente merge`: say that two developments are one act."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.common import DEFAULT_RECORD, ReasonOption, RecordOption, put, say

HELP = """Say that two developments (or reports) are one act; kept when articles are read again.

Example: detente merge d-5a5dd6f1fb66 d-9c0e0ad4a1b2 --reason "the same call, two dates"
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("merge", help=HELP)(run)


def run(
    a: Annotated[str, typer.Argument(help="A development or report.")],
    b: Annotated[str, typer.Argument(help="The one that is the same act.")],
    reason: ReasonOption = "",
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Merge, and print the id of the development that holds both."""
    import detente

    merged = detente.open(record).merge(a, b, reason=reason)
    say(f"{record}: {a} and {b} are one now; the old ids lead there, `detente split` parts them")
    put(merged)
