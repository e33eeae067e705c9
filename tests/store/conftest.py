"""An empty record on every backend that this machine has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from detente.store import Record, open_record
from detente.store.schema import metadata

POSTGRESQL = os.environ.get("DETENTE_TEST_POSTGRESQL")


@pytest.fixture(params=["duckdb", *(["postgresql"] if POSTGRESQL else [])])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Record]:
    target: str | Path = tmp_path / "record.duckdb"
    if request.param == "postgresql":
        target = POSTGRESQL or ""
        empty_database(target)
    with open_record(target, create=True) as opened:
        yield opened


def empty_database(address: str) -> None:
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    metadata.drop_all(engine)
    engine.dispose()
