"""The data dictionary of the record, made from the comments of its tables and columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, TypeDecorator
from sqlalchemy.types import TypeEngine

from detente.store.schema import SCHEMA_VERSION, metadata


def data_dictionary() -> str:
    """Return the data dictionary in Markdown: a section a table, a row a column."""
    sections = [_section(table) for table in metadata.sorted_tables]
    opening = (
        f"# The record, schema {SCHEMA_VERSION}\n\n"
        "One Parquet file a table. Offsets are half-open character offsets into `articles.text`;\n"
        "moments are UTC; `body` columns hold the whole record as JSON.\n"
    )
    return "\n".join([opening, *sections])


def _section(table: Table) -> str:
    lines = [
        f"| `{column.name}` | {_kind(column.type)} | {_cell(column.comment)} |"
        for column in table.columns
    ]
    head = f"## {table.name}\n\n{table.comment}\n\n| column | type | meaning |\n|---|---|---|\n"
    return head + "\n".join(lines) + "\n"


def _kind(column_type: TypeEngine[Any]) -> str:
    if isinstance(column_type, TypeDecorator):
        return str(column_type.impl_instance)
    return str(column_type)


def _cell(comment: str | None) -> str:
    return (comment or "").replace("|", "\\|")
