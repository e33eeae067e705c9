"""`detente developments`: what happened, counted once however often it is reported."""

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
    put_json,
    reading,
    to_filters,
)

HELP = """Print developments: acts in the world, each once, with credence and reports.

Example: detente developments --pair PAK,USA --min-credence .6 --format jsonl
"""
COLUMNS = (
    "development_id earliest latest actor event_type mode recipient happened credence_mean "
    "credibility origins n_reports"
).split()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("developments", help=HELP)(run)


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
    """Print the developments that pass the filters; as JSON Lines each with its reports."""
    from detente.records import to_json

    filters = to_filters(
        dyad=dyad, pair=pair, event_type=event_type, since=since, until=until,
        min_credence=min_credence, limit=limit,
    )  # fmt: skip
    with reading(record) as store:
        if form == "jsonl":
            for development in store.developments(filters):
                put_json(to_json(development))
        else:
            put_frame(store.developments_frame(filters), form, COLUMNS)
