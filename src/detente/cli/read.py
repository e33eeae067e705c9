"""`detente read`: articles into the record."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from detente.cli.common import DEFAULT_RECORD, JsonOption, RecordOption, progress_bar, put_json, say

HELP = """Read files, folders, globs, feeds, archives or standard input into the record.

Example: detente read examples/archive --record demo.duckdb
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("read", help=HELP)(run)


def run(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, globs; - reads stdin.")],
    record: RecordOption = DEFAULT_RECORD,
    published_at: Annotated[
        str | None, typer.Option(help="Date of publication, for text and HTML.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who publishes it, for text and HTML.")] = None,
    headline: Annotated[str | None, typer.Option(help="The headline, for text and HTML.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read anew what is in the record.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Read into the record and say what was done."""
    import detente
    from detente.records import to_json

    begun = time.monotonic()
    try:
        with progress_bar() as progress:
            counts = detente.open(record).read(
                *sources, published_at=published_at, outlet=outlet, headline=headline, again=again,
                stdin=sys.stdin.buffer, progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        say(f"{record}: interrupted; what was read is kept, the same command goes on from there")
        raise typer.Exit(130) from None
    if json:
        row = to_json(counts)
        put_json({key: value for key, value in row.items() if key != "seen"})
        return
    seconds = time.monotonic() - begun
    say(
        f"{record}: {counts.articles} articles read ({counts.words} words, {seconds:.0f} s), "
        f"{counts.skipped} already there, {counts.events} events; "
        f"{counts.developments} developments and {counts.reprints} reprints in the record; "
        f"{counts.problems} problems"
        + (f" (see: detente problems --record {record})" if counts.problems else "")
    )
