from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import text

from detente.errors import StoreError
from detente.store import open_record
from detente.store.migrations import migrate
from detente.store.schema import SCHEMA_VERSION

from .builders import NOON, annotation

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store.builders import NOON, annotation
from detente.store import open_record
from detente.store.backends import DuckDB

append = DuckDB.append

def slow(self, connection, table, rows):
    append(self, connection, table, rows)
    if table.name == sys.argv[3]:
        print("ready", flush=True)
        sys.stdin.read()

record = open_record(Path(sys.argv[1]), create=True)
record.add([annotation("a-0")], reader="rules-1", read_at=NOON)
DuckDB.append = slow
record.add([annotation(f"a-{i}") for i in range(1, 200)], reader="rules-1", read_at=NOON)
"""


@contextmanager
def writer(path: Path, *, stop_after: str) -> Iterator[int]:
    """Run a process that stops in the middle of adding; it is killed at the end."""
    tests = str(Path(__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), tests, stop_after],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process.pid
        finally:
            process.kill()


@pytest.mark.parametrize("table", ["articles", "events", "problems"])
def test_killed_writer_leaves_nothing_half_written(tmp_path: Path, table) -> None:
    path = tmp_path / "record.duckdb"
    with writer(path, stop_after=table):
        pass
    with open_record(path, create=False) as record:
        assert record.counts()["articles"] == 1
        assert record.counts()["sentences"] == 2
        assert record.check() == []


def test_record_in_use_names_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    with writer(path, stop_after="articles") as pid:
        with pytest.raises(StoreError, match=rf"in use by python.* \(process {pid}\)"):
            open_record(path, create=False)


def test_reading_command_creates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    with pytest.raises(StoreError, match="detente read"):
        open_record(path, create=False)
    assert not path.exists()


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Strelsau sleeps. " * 400)
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE meta (name TEXT)")
    for target, create, message in [
        (note, False, "is not a DuckDB file"),
        (other, False, "holds no detente record"),
        (other, True, "tables that are not detente's"),
        (tmp_path, False, "is a folder"),
        (tmp_path / "no" / "record.duckdb", True, "folder .* does not exist"),
        ("mysql://host/base", True, "cannot be at mysql://"),
        ("postgresql://host:port/base", True, "cannot be read"),
    ]:
        with pytest.raises(StoreError, match=message) as caught:
            open_record(target, create=create)
        assert "\n" not in str(caught.value)


def test_folder_that_may_not_be_entered_is_one_line(tmp_path: Path, monkeypatch) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(StoreError, match="no permission to look into"):
        open_record(tmp_path / "record.duckdb", create=True)


def test_unreachable_server_is_one_line_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="cannot work with") as caught:
        open_record("postgresql://me:secret@127.0.0.1:1/base", create=False)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def set_schema(path: Path, version: int) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"UPDATE meta SET value = '{version}' WHERE key = 'schema_version'")


def test_record_of_a_newer_detente_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    set_schema(path, SCHEMA_VERSION + 1)
    expected = (
        rf"newer detente \(schema {SCHEMA_VERSION + 1}, this one reads up to {SCHEMA_VERSION}\)"
    )
    with pytest.raises(StoreError, match=expected):
        open_record(path, create=False)


def test_older_record_is_not_upgraded_by_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    set_schema(path, 0)
    with pytest.raises(StoreError, match="open it once for writing"):
        open_record(path, create=False, read_only=True)


def test_record_of_schema_1_gets_its_new_tables(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        for table in ("standings", "bands", "story_states"):
            connection.execute(f"DROP TABLE {table}")
    set_schema(path, 1)
    with open_record(path, create=False) as record:
        assert record.standings() == {}
    with open_record(path, create=False, read_only=True) as record:
        assert record.counts()["standings"] == 0


def test_states_of_stories_packed_another_way_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO story_states VALUES (DATE '2026-05-01', 0, 'as JSON')")
    set_schema(path, 3)
    with open_record(path, create=False) as record:
        assert record.story_state_days() == []


def test_migration_runs_every_step_in_order(record) -> None:
    ran = []
    steps = {
        0: lambda connection: connection.execute(text("ALTER TABLE choices ADD COLUMN who TEXT")),
        1: lambda connection: ran.append(1),
    }
    with record._engine.begin() as connection:
        migrate(connection, found=0, steps=steps, wanted=2)
        value = connection.scalar(text("SELECT value FROM meta WHERE key = 'schema_version'"))
        connection.execute(text("SELECT who FROM choices"))
    assert (value, ran) == ("2", [1])


def test_record_opened_for_reading_refuses_to_write(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    with open_record(path, create=False, read_only=True) as record:
        assert record.counts()["articles"] == 0
        with pytest.raises(StoreError, match="open for reading only"):
            record.add([annotation()], reader="rules-1", read_at=NOON)


def test_reopened_record_has_what_was_added(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        record.add([annotation()], reader="rules-1", read_at=NOON)
    with open_record(str(path), create=True) as record:
        assert record.known([("a-1", annotation().article.text_hash)])
