"""What differs between the databases that can hold a record: one small class each.

A backend opens its engine, appends many rows at once, hands out DataFrames, writes Parquet, and
says in one line what went wrong. All other queries are SQLAlchemy Core and the same everywhere.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import duckdb
import polars as pl
from sqlalchemy import (
    JSON,
    URL,
    Boolean,
    Connection,
    Date,
    Double,
    Engine,
    Integer,
    LargeBinary,
    Select,
    Table,
    create_engine,
    func,
    inspect,
    make_url,
    select,
)
from sqlalchemy import Column as SqlColumn
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.types import TypeEngine

from detente.errors import MissingExtraError, StoreError
from detente.store.rows import Row
from detente.store.schema import UtcDateTime, naive_utc

_MOMENT = pl.Datetime("us")
_HELD = re.compile(r"lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_WRITERS = 7_246_351  # any number will do: the key of the lock that writers of a record take
_EXPORT_ROWS = 50_000
_DUCKDB_MEMORY, _DUCKDB_THREADS = "300MB", 2


class Backend(ABC):
    """One kind of database."""

    name: str  # how messages call the record; never holds a password
    errors: tuple[type[Exception], ...] = (DBAPIError,)  # what the database raises

    @abstractmethod
    def check_target(self, *, create: bool) -> None:
        """Raise StoreError when there is nothing to open, or no place to create it in."""

    @abstractmethod
    def engine(self, *, read_only: bool) -> Engine:
        """Return a new engine; nothing is opened yet."""

    @abstractmethod
    def append(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Insert all rows, which hold every column of the table that must not be null."""

    @abstractmethod
    def frame(self, connection: Connection, query: Select[Any]) -> pl.DataFrame:
        """Return the rows of the query, columns named and typed as in the query."""

    @abstractmethod
    def write_parquet(self, connection: Connection, table: Table, path: Path) -> None:
        """Write the whole table to a Parquet file without holding it in memory."""

    @abstractmethod
    def explain(self, error: BaseException) -> str | None:
        """Return in one line what is wrong and what to do, None when the fault is in our code."""

    @abstractmethod
    def lock_writers(self, connection: Connection) -> None:
        """Make other writers of a shared record wait until this transaction ends."""

    def foreign_tables(self, connection: Connection, ours: Sequence[str]) -> list[str]:
        """Return tables that make it impossible to start a record here."""
        return sorted(set(inspect(connection).get_table_names()) & set(ours))


class DuckDB(Backend):
    """A record in one file of this machine: one process writes, or several read."""

    errors = (DBAPIError, duckdb.Error)

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def check_target(self, *, create: bool) -> None:
        try:
            is_folder, is_there = self.path.is_dir(), self.path.exists()
        except PermissionError as error:
            raise StoreError(f"no permission to look into {self.path.parent}") from error
        if is_folder:
            raise StoreError(
                f"{self.name} is a folder, expected a DuckDB file: "
                f"name a file, for example {self.path / 'detente.duckdb'}"
            )
        if not is_there:
            self._check_place(create=create)

    def _check_place(self, *, create: bool) -> None:
        if not create:
            raise StoreError(
                f"there is no record at {self.name}: "
                f"make one with `detente read SOURCE --record {self.name}`"
            )
        if not self.path.parent.is_dir():
            raise StoreError(
                f"cannot create {self.name}: the folder {self.path.parent} does not exist, "
                "create it first"
            )

    def engine(self, *, read_only: bool) -> Engine:
        url = URL.create("duckdb", database=str(self.path))
        # left to itself DuckDB fills four fifths of the memory with what it has read
        config = {"memory_limit": _DUCKDB_MEMORY, "threads": _DUCKDB_THREADS}
        return create_engine(url, connect_args={"read_only": read_only, "config": config})

    def append(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        # through Arrow: a row by itself costs milliseconds, a row of many a few microseconds
        raw: Any = connection.connection.driver_connection
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        raw.register("incoming", _stored_frame(table, rows))
        raw.execute(f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM incoming')
        raw.unregister("incoming")

    def frame(self, connection: Connection, query: Select[Any]) -> pl.DataFrame:
        # a relation hands its rows over in Arrow; a cursor would copy them first
        raw: Any = connection.connection.driver_connection
        compiled = query.compile(
            dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
        )
        values = compiled.construct_params()
        in_order = [values[name] for name in getattr(compiled, "positiontup", None) or ()]
        found = pl.from_arrow(raw.sql(str(compiled), params=in_order).to_arrow_table())
        return cast(pl.DataFrame, found).cast(pl.Schema(_dtypes(query)))

    def write_parquet(self, connection: Connection, table: Table, path: Path) -> None:
        raw: Any = connection.connection.driver_connection
        # a Parquet column of JSON is bytes to most readers, text is text to all
        columns = ", ".join(
            f'"{column.name}"'
            + (f'::VARCHAR AS "{column.name}"' if isinstance(column.type, JSON) else "")
            for column in table.columns
        )
        target = str(path).replace("'", "''")
        raw.execute(
            f'COPY (SELECT {columns} FROM "{table.name}") '
            f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )

    def lock_writers(self, connection: Connection) -> None:
        """Nothing to do: the file itself is locked by the one process that writes."""

    def foreign_tables(self, connection: Connection, ours: Sequence[str]) -> list[str]:
        # a file of somebody else's is never turned into a record
        return sorted(inspect(connection).get_table_names())

    def explain(self, error: BaseException) -> str | None:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(
            cause, (duckdb.OperationalError, duckdb.PermissionException, duckdb.FatalException)
        ):
            return None
        said = str(cause)
        if held := _HELD.search(said):
            program = Path(held["program"]).name
            return (
                f"{self.name} is in use by {program} (process {held['pid']}): "
                "wait until it ends or stop it"
            )
        if "not a valid DuckDB database" in said:
            return f"{self.name} is not a DuckDB file: name another file"
        if "different configuration" in said:
            return f"{self.name} is already open in this program: close it first"
        if "No space left" in said:
            return f"no space left on the disk of {self.name}: nothing was written, free some space"
        if "Permission denied" in said:
            return f"no permission to open {self.name}: check who may read and write the file"
        if "Read-only file system" in said:
            return f"{self.name} lies on a disk that cannot be written to"
        return f"{self.name}: {said.splitlines()[0]}"


class PostgreSQL(Backend):
    """A record in a database that several machines share."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.name = url.set(drivername="postgresql").render_as_string(hide_password=True)

    def check_target(self, *, create: bool) -> None:
        if find_spec("psycopg") is None:
            raise MissingExtraError(
                "a record in PostgreSQL needs psycopg: pip install 'detente[postgresql]'"
            )

    def engine(self, *, read_only: bool) -> Engine:
        settings = {"options": "-c default_transaction_read_only=on"} if read_only else {}
        return create_engine(self.url.set(drivername="postgresql+psycopg"), connect_args=settings)

    def append(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        connection.execute(table.insert(), [_without_nul(row) for row in rows])

    def frame(self, connection: Connection, query: Select[Any]) -> pl.DataFrame:
        found = [tuple(row) for row in connection.execute(query)]
        return _frame(found, query)

    def write_parquet(self, connection: Connection, table: Table, path: Path) -> None:
        import pyarrow.parquet as pq

        query = select(*(column for column in table.columns))
        writer = None
        result = connection.execution_options(yield_per=_EXPORT_ROWS).execute(query)
        for part in result.partitions():
            chunk = _frame([tuple(row) for row in part], query).to_arrow()
            writer = writer or pq.ParquetWriter(path, chunk.schema, compression="zstd")
            writer.write_table(chunk)
        if writer is None:
            _frame([], query).write_parquet(path)
        else:
            writer.close()

    def lock_writers(self, connection: Connection) -> None:
        connection.execute(select(func.pg_advisory_xact_lock(_WRITERS)))

    def explain(self, error: BaseException) -> str | None:
        if not (isinstance(error, DBAPIError) and error.orig):
            return None
        if type(error).__name__ not in ("OperationalError", "InterfaceError"):
            return None
        said = str(error.orig).strip().splitlines()
        return f"cannot work with {self.name}: {said[0]}: check the address and that it is running"


def backend_for(target: str | Path) -> Backend:
    """Return the backend for a path of a DuckDB file or for a `postgresql://` address."""
    if isinstance(target, Path) or "://" not in target:
        return DuckDB(Path(target).expanduser())
    scheme = target.split("://")[0]
    if scheme not in ("postgresql", "postgres"):
        raise StoreError(
            f"a record cannot be at {scheme}://, "
            "expected the path of a file or postgresql://user@host/database"
        )
    try:
        return PostgreSQL(make_url(target))
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            f"the address of the record cannot be read ({error}), "
            "expected postgresql://user@host:port/database"
        ) from error


def _dtype(kind: TypeEngine[Any]) -> Any:
    """Return the polars type of a column; JSON is text."""
    if isinstance(kind, UtcDateTime):
        return _MOMENT
    plain = {Integer: pl.Int64, Double: pl.Float64, Boolean: pl.Boolean, Date: pl.Date}
    plain |= {LargeBinary: pl.Binary}
    return next((found for known, found in plain.items() if isinstance(kind, known)), pl.String)


def _dtypes(query: Select[Any]) -> dict[str, Any]:
    """Return the polars types of a query's columns; moments carry their zone."""
    return {
        column.name: pl.Datetime("us", "UTC") if found == _MOMENT else found
        for column in query.selected_columns
        for found in [_dtype(column.type)]
    }


def _frame(found: list[tuple[Any, ...]], query: Select[Any]) -> pl.DataFrame:
    places = [i for i, c in enumerate(query.selected_columns) if isinstance(c.type, JSON)]
    rows = [_json_as_text(row, places) for row in found] if places else found
    return pl.DataFrame(rows, schema=_dtypes(query), orient="row")


def _json_as_text(row: tuple[Any, ...], places: Sequence[int]) -> tuple[Any, ...]:
    return tuple(_compact(item) if i in places else item for i, item in enumerate(row))


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _stored_frame(table: Table, rows: Sequence[Row]) -> pl.DataFrame:
    """Return the rows as DuckDB stores them: moments without a zone, JSON as text."""
    return pl.DataFrame(
        [_stored_series(column, rows) for column in table.columns],
    )


def _stored_series(column: SqlColumn[Any], rows: Sequence[Row]) -> pl.Series:
    values: list[Any] = [row.get(column.name) for row in rows]
    if isinstance(column.type, UtcDateTime):
        values = [naive_utc(value) for value in values]
    elif isinstance(column.type, JSON):
        values = [_compact(value) for value in values]
    return pl.Series(column.name, values, dtype=_dtype(column.type))


def _without_nul(row: Row) -> Row:
    # PostgreSQL has no NUL in text; one character for another keeps every offset
    return {
        name: value.replace("\0", "\ufffd") if isinstance(value, str) else value
        for name, value in row.items()
    }
