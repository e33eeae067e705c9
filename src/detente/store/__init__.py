"""The record of all that was read: one API, a DuckDB file by default, PostgreSQL when shared.

In go annotations and developments, out come records, DataFrames and Parquet.
"""

from detente.store.queries import Filters
from detente.store.record import (
    AddCounts,
    Choice,
    ChoiceKind,
    DevelopmentBlock,
    Record,
    Redirect,
    open_record,
)
from detente.store.rows import Pair, ReportRow, from_json
from detente.store.schema import SCHEMA_VERSION

__all__ = [
    "SCHEMA_VERSION",
    "AddCounts",
    "Choice",
    "ChoiceKind",
    "DevelopmentBlock",
    "Filters",
    "Pair",
    "Record",
    "Redirect",
    "ReportRow",
    "from_json",
    "open_record",
]
