"""`detente balance`: how a state stands between two rivals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.common import (
    DEFAULT_RECORD,
    JsonOption,
    RecordOption,
    SinceOption,
    UntilOption,
    check_plot,
    put,
    put_json,
    say,
    to_day,
    warn_unfinished,
)

HELP = """Say which of two rivals a state leans to, and whether one tie is at the other's expense.

Example: detente balance PAK --between USA RUS
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("balance", help=HELP)(run)


def run(
    a: Annotated[str, typer.Argument(help="A code or a country's name.")],
    between: Annotated[tuple[str, str], typer.Option(help="The two rivals.")],
    record: RecordOption = DEFAULT_RECORD,
    since: SinceOption = None,
    until: UntilOption = None,
    plot: Annotated[Path | None, typer.Option(help="Draw it: a .svg, .png or .html file.")] = None,
    json: JsonOption = False,
) -> None:
    """Print the balance of A between B and C."""
    import detente

    check_plot(plot)
    warn_unfinished(record)
    shown = detente.open(record).balance(
        a, between=between, since=to_day(since, "--since"), until=to_day(until, "--until")
    )
    if json:
        put_json(shown.to_json())
    else:
        put(str(shown))
    if plot is not None:
        shown.plot(plot)
        say(f"wrote {plot}")
