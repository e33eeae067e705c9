"""`detente brief`: what happened, who says so, how sure, what it means; every sentence cited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.common import (
    DEFAULT_RECORD,
    RecordOption,
    SinceOption,
    UntilOption,
    put,
    say,
    to_day,
)

HELP = """Write the cited brief on a relation, or on a state between two rivals.

Example: detente brief PAK --between USA RUS -o brief.html
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("brief", help=HELP)(run)


def run(
    a: Annotated[str, typer.Argument(help="A code or a country's name.")],
    b: Annotated[str | None, typer.Argument(help="The other side.")] = None,
    between: Annotated[tuple[str, str] | None, typer.Option(help="Two rivals.")] = None,
    record: RecordOption = DEFAULT_RECORD,
    since: SinceOption = None,
    until: UntilOption = None,
    language: Annotated[str, typer.Option(help="Language of the brief: en.")] = "en",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A .md, .html or .pdf file.")
    ] = None,
) -> None:
    """Print the brief, or write it to a file."""
    import detente
    from detente.brief import render_terminal, write_brief

    brief = detente.open(record).brief(
        a,
        b,
        between=between,
        since=to_day(since, "--since"),
        until=to_day(until, "--until"),
        language=language,
    )
    if output is None:
        put(render_terminal(brief))
    else:
        write_brief(brief, output)
        say(f"wrote {output}")
