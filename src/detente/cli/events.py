"""`detente events`: the events of the record."""

from __future__ import annotations

import typer

from detente.cli.common import (
    DEFAULT_RECORD,
    CredenceOption,
    DyadOption,
    FormatOption,
    LimitOption,
    PairOption,
    RecordOption,
    SinceOption,
    TypeOption,
    UntilOption,
    put_frame,
    reading,
    to_filters,
)

HELP = """Print events: who did what to whom as one sentence reports it.

Example: detente events --pair Pakistan,Russia --since 2022-04-01 --format csv
"""
COLUMNS = (
    "published_at earliest actor_code event_type recipient_code happened outlet sentence".split()
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("events", help=HELP)(run)


def run(
    record: RecordOption = DEFAULT_RECORD,
    dyad: DyadOption = None,
    pair: PairOption = None,
    event_type: TypeOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    min_credence: CredenceOption = None,
    limit: LimitOption = None,
    form: FormatOption = "table",
) -> None:
    """Print the events that pass the filters."""
    filters = to_filters(
        dyad=dyad, pair=pair, event_type=event_type, since=since, until=until,
        min_credence=min_credence, limit=limit,
    )  # fmt: skip
    with reading(record) as store:
        put_frame(store.events_frame(filters), form, COLUMNS)
