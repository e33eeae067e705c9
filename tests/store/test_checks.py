from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import delete, update

from detente.errors import StoreError
from detente.store import DevelopmentBlock, Record
from detente.store.schema import articles, developments, events, metadata, redirects, sentences

from .builders import NOON, annotation, development, event

DAMAGE = [
    (delete(articles), "events without an article"),
    (delete(articles), "sentences without an article"),
    (delete(articles), "attributions without an article"),
    (delete(sentences), "events without a sentence"),
    (update(sentences).values(end=9999), "sentences outside the text"),
    (update(events).values(trigger_start=-1), "events whose trigger lies outside"),
    (delete(developments), "events of a development that is not there"),
    (update(events).values(development_id=None), "developments without an event"),
    (update(articles).values(reprint_of="a-7"), "articles that reprint one that is not there"),
    (
        redirects.insert().values(old_id="d-0", new_id="d-7", reason="merged"),
        "ids that lead to nothing",
    ),
]


@pytest.fixture
def filled(record: Record) -> Record:
    record.add([annotation()], reader="rules-1", read_at=NOON)
    assigned = {event("a-1").event_id: "d-1"}
    record.replace_developments([DevelopmentBlock(("PAK", "RUS"), [development()], assigned)])
    return record


def test_sound_record_has_no_fault(filled: Record) -> None:
    assert filled.check() == []


@pytest.mark.parametrize(("damage", "fault"), DAMAGE, ids=[fault for _, fault in DAMAGE])
def test_damage_is_found(filled: Record, damage, fault) -> None:
    with filled._engine.begin() as connection:
        connection.execute(damage)
    assert any(line.startswith(fault) for line in filled.check())


def test_export_writes_every_table_and_its_dictionary(filled: Record, tmp_path: Path) -> None:
    written = filled.export(tmp_path / "out")
    names = {path.name for path in written}
    assert names == {"README.md"} | {f"{table}.parquet" for table in metadata.tables}
    exported = pl.read_parquet(tmp_path / "out" / "events.parquet")
    assert exported["event_id"].to_list() == [event("a-1").event_id]
    assert exported["body"].str.json_path_match("$.trigger.text").to_list() == ["thanked"]
    assert pl.read_parquet(tmp_path / "out" / "choices.parquet").height == 0
    readme = (tmp_path / "out" / "README.md").read_text()
    assert "| `credence_mean` | DOUBLE | probability that it happened |" in readme


def test_export_to_a_file_is_refused(filled: Record, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(StoreError, match="cannot write to"):
        filled.export(tmp_path / "out")


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_every_column_is_explained(table) -> None:
    assert table.comment
    assert all(column.comment for column in table.columns)
