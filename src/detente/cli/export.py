"""`detente export`: the record as Parquet files with a data dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.common import DEFAULT_RECORD, RecordOption, say

HELP = """Write every table of the record as Parquet, with a data dictionary.

Example: detente export out/
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", help=HELP)(run)


def run(
    folder: Annotated[Path, typer.Argument(help="The folder to write to.")],
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Export the record."""
    import detente

    files = detente.open(record).export(folder)
    say(f"wrote {len(files)} files to {folder}")
