"""`detente attributions`: who says what."""

from __future__ import annotations

import typer

from detente.cli.common import (
    DEFAULT_RECORD,
    FormatOption,
    LimitOption,
    PairOption,
    RecordOption,
    SinceOption,
    UntilOption,
    put_frame,
    reading,
    to_filters,
)

HELP = """Print attributions: source, cue and content, with the kind of source and its stance.

Example: detente attributions --pair PAK,USA --since 2022-03-01
"""
COLUMNS = "published_at outlet kind stance code source_text cue_text content_text".split()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("attributions", help=HELP)(run)


def run(
    record: RecordOption = DEFAULT_RECORD,
    pair: PairOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = None,
    form: FormatOption = "table",
) -> None:
    """Print the attributions of the articles that pass the filters."""
    filters = to_filters(pair=pair, since=since, until=until, limit=limit)
    with reading(record) as store:
        put_frame(store.attributions_frame(filters), form, COLUMNS)
