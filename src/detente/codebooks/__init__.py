"""Data files and the functions that load them: event types, countries, offices, outlets, cues.

Every table is TOML or CSV with a header; origin and licence stand in `NOTICE.md`.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from detente.errors import CodebookError


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV codebook; lines that begin with `#` are comments."""
    path = files(__name__).joinpath(name)
    if not path.is_file():
        raise CodebookError(
            f"no codebook {name}: the installation is incomplete, reinstall detente"
        )
    lines = path.read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))


@cache
def read_table(name: str) -> dict[str, Any]:
    """Return a TOML codebook as a dictionary, read once."""
    path = files(__name__).joinpath(name)
    if not path.is_file():
        raise CodebookError(
            f"no codebook {name}: the installation is incomplete, reinstall detente"
        )
    return tomllib.loads(path.read_text(encoding="utf-8"))
