"""What the commands share: options, dates, filters, tables, progress bars."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import DetenteError

if TYPE_CHECKING:
    import polars as pl

    from detente.store import Filters, Record

DEFAULT_RECORD = "detente.duckdb"
PICTURES = (".svg", ".png", ".html")
UNFINISHED = "the last read was interrupted: developments are not up to date; run the same `detente read` again"

RecordOption = Annotated[
    str,
    typer.Option(
        "--record", help="The record: a file, or postgresql://...", envvar="DETENTE_RECORD"
    ),
]
SinceOption = Annotated[str | None, typer.Option(help="Only from this day on (YYYY-MM-DD).")]
UntilOption = Annotated[str | None, typer.Option(help="Only up to this day (YYYY-MM-DD).")]
DyadOption = Annotated[str | None, typer.Option(help="A,B: acts of A towards B.")]
PairOption = Annotated[str | None, typer.Option(help="A,B: acts between A and B, both ways.")]
TypeOption = Annotated[str | None, typer.Option("--type", help="One event type, such as CONSULT.")]
CredenceOption = Annotated[
    float | None, typer.Option(min=0, max=1, help="Only what is at least this likely, 0 to 1.")
]
FormatOption = Annotated[str, typer.Option("--format", help="table, jsonl, csv or parquet.")]
LimitOption = Annotated[int | None, typer.Option(min=1, help="At most this many rows.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in words; kept with it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


def say(text: str) -> None:
    """Write words for people to stderr."""
    sys.stderr.write(text + "\n")


def put(text: str) -> None:
    """Write data to stdout."""
    sys.stdout.write(text + "\n")


def put_json(value: Any) -> None:
    """Write one JSON value as a line."""
    put(json.dumps(value, ensure_ascii=False))


def to_day(text: str | None, option: str) -> dt.date | None:
    """Return an ISO day given on the command line."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DetenteError(
            f"{option} {text!r} is no day: expected YYYY-MM-DD, such as 2022-04-30"
        ) from None


def to_pair(text: str | None, option: str) -> tuple[str, str] | None:
    """Return the codes of "A,B"."""
    from detente.actors.lookup import to_code

    if text is None:
        return None
    parts = [part for part in text.split(",") if part.strip()]
    if len(parts) != 2:
        raise DetenteError(f"{option} {text!r}: expected two actors and a comma, such as PAK,RUS")
    one, two = to_code(parts[0]), to_code(parts[1])
    if one == two:
        raise DetenteError(f"{option} {text!r}: both are {one}; name two actors")
    return one, two


def to_filters(
    *,
    dyad: str | None = None,
    pair: str | None = None,
    event_type: str | None = None,
    since: str | None = None,
    until: str | None = None,
    min_credence: float | None = None,
    limit: int | None = None,
) -> Filters:
    """Return the filters that the options ask for."""
    from detente.events.coding import event_types
    from detente.store import Filters

    if event_type is not None and event_type.upper() not in event_types():
        raise DetenteError(f"--type {event_type!r}: expected one of {', '.join(event_types())}")
    first, last = to_day(since, "--since"), to_day(until, "--until")
    if first and last and first > last:
        raise DetenteError(f"--since {first} is later than --until {last}")
    return Filters(
        dyad=to_pair(dyad, "--dyad"),
        pair=to_pair(pair, "--pair"),
        event_type=event_type.upper() if event_type else None,
        since=first,
        until=last,
        min_credence=min_credence,
        limit=limit,
    )


@contextmanager
def reading(target: str) -> Iterator[Record]:
    """Open a record for a reading command: it is never created."""
    from detente.store import open_record

    with open_record(target, create=False, read_only=True) as record:
        if record.stale_pairs():
            say(UNFINISHED)
        yield record


def warn_unfinished(target: str) -> None:
    """Say so when the last read into a record was interrupted."""
    with reading(target):
        pass


def check_plot(path: Path | None) -> None:
    """Refuse a picture that cannot be written, before anything is computed."""
    if path is None:
        return
    if path.suffix not in PICTURES:
        raise DetenteError(f"--plot {path}: expected a name that ends in {', '.join(PICTURES)}")
    if not path.parent.is_dir():
        raise DetenteError(f"--plot {path}: no folder {path.parent}; make it first")


def put_frame(frame: pl.DataFrame, form: str, columns: list[str]) -> None:
    """Write a DataFrame: `columns` in a table for people, all of them in the other formats."""
    if form == "jsonl":
        sys.stdout.write(frame.write_ndjson())
    elif form == "csv":
        flat = frame.select(c for c in frame.columns if not str(frame[c].dtype).startswith("List"))
        sys.stdout.write(flat.write_csv())
    elif form == "parquet":
        frame.write_parquet(sys.stdout.buffer)
    elif form == "table":
        _put_table(frame, columns)
    else:
        raise DetenteError(f"--format {form!r}: expected table, jsonl, csv or parquet")


def _put_table(frame: pl.DataFrame, columns: list[str]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in frame.select(columns).iter_rows():
        table.add_row(*("" if cell is None else escape(_cell(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    say(f"{frame.height} rows")


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int | None], None]]:
    """Give a function that shows how far a long job is, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield report
