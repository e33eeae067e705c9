"""`detente show`: one event, article or development laid open."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.common import DEFAULT_RECORD, JsonOption, RecordOption, put, put_json, reading

HELP = """Lay one event, article or development open: sentences, sources, denials, credence.

Example: detente show d-3f2a --record demo.duckdb
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show", help=HELP)(run)


def run(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="An id, or its first characters.")],
    record: RecordOption = DEFAULT_RECORD,
    json: JsonOption = False,
) -> None:
    """Print what the record holds about one id."""
    from detente.show import show, show_json

    with reading(record) as store:
        if json:
            put_json(show_json(store, wanted))
        else:
            put(show(store, wanted))
