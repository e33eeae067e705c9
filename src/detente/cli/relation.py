"""`detente relation`: the state of a relation, its pace and turning points."""

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
from detente.errors import DetenteError

HELP = """Say how two actors get along: tone with interval, volume, turning points.

Example: detente relation PAK RUS --by month --plot pak-rus.svg
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("relation", help=HELP)(run)


def run(
    a: Annotated[str, typer.Argument(help="A code or a country's name.")],
    b: Annotated[str, typer.Argument(help="A code or a country's name.")],
    record: RecordOption = DEFAULT_RECORD,
    by: Annotated[str, typer.Option(help="week or month.")] = "month",
    since: SinceOption = None,
    until: UntilOption = None,
    plot: Annotated[Path | None, typer.Option(help="Draw it: a .svg, .png or .html file.")] = None,
    json: JsonOption = False,
) -> None:
    """Print the relation between A and B."""
    import detente
    from detente.actors.lookup import to_code

    if by not in ("week", "month"):
        raise DetenteError(f"--by {by!r}: expected week or month")
    if to_code(a) == to_code(b):
        raise DetenteError(f"{a} and {b} are one actor ({to_code(a)}): name two")
    check_plot(plot)
    warn_unfinished(record)
    shown = detente.open(record).relation(
        a, b, by=by, since=to_day(since, "--since"), until=to_day(until, "--until")
    )
    if json:
        put_json(shown.to_json())
    else:
        put(str(shown))
    if plot is not None:
        shown.plot(plot)
        say(f"wrote {plot}")
