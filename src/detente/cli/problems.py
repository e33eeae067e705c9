"""`detente problems`: what could not be read or done, and why."""

from __future__ import annotations

import typer

from detente.cli.common import (
    DEFAULT_RECORD,
    FormatOption,
    LimitOption,
    RecordOption,
    SinceOption,
    UntilOption,
    put_frame,
    reading,
    to_filters,
)

HELP = """Print what could not be read or done: one row a problem, with stage and reason.

Example: detente problems --format csv
"""
COLUMNS = ["article_id", "stage", "reason", "read_at"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("problems", help=HELP)(run)


def run(
    record: RecordOption = DEFAULT_RECORD,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = None,
    form: FormatOption = "table",
) -> None:
    """Print the problems."""
    with reading(record) as store:
        put_frame(
            store.problems_frame(to_filters(since=since, until=until, limit=limit)), form, COLUMNS
        )
