"""`detente actors`: what a phrase resolves to and why."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.cli.common import JsonOption, put, put_json, to_day

HELP = """Look a phrase up: which state, organisation or group it stands for, and why.

Example: detente actors "Foreign Minister Sergey Lavrov" --on 2022-04-30
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("actors", help=HELP)(run)


def run(
    phrases: Annotated[
        list[str], typer.Argument(metavar="PHRASE...", help="Phrases; - reads them from stdin.")
    ],
    on: Annotated[str | None, typer.Option(help="The day to look up for (YYYY-MM-DD).")] = None,
    json: JsonOption = False,
) -> None:
    """Print one line a phrase."""
    from detente.actors.lookup import look_up
    from detente.records import to_json

    day = to_day(on, "--on")
    lines = (line.rstrip("\n") for line in sys.stdin) if phrases == ["-"] else phrases
    for phrase in lines:
        found = look_up(phrase, on=day)
        if json:
            put_json(to_json(found))
        else:
            office = f", {found.office}" if found.office else ""
            put(f"{phrase}: {found.code or 'unknown'} {found.name or ''}{office} ({found.why})")
