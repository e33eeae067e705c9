"""Reading into a record: nothing doubled, nothing lost, also when it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import detente
from detente.errors import StoreError
from detente.store import open_record

ACTS = ("condemned {b} over the raid", "thanked {b} for its help", "held talks with {b} in Vienna")
STATES = "Peru Chile Brazil Norway Japan Kenya Ghana Qatar Egypt Spain".split()


def write_articles(path: Path, n: int) -> None:
    """Write articles that all differ, each with one act."""
    rows = []
    for i in range(n):
        a, b = STATES[i % 10], STATES[(i * 7 + i // 10 + 1) % 10]
        act = ACTS[i % 3].format(b=b if b != a else "Cuba")
        day = f"2022-{1 + i % 12:02d}-{1 + i % 28:02d}"
        text = f"{a} {act} on the {i + 1}th day of the month, an official of the port said."
        rows.append({"article_id": f"n{i}", "text": text, "published_at": day, "outlet": "Reuters"})
    path.write_text("\n".join(map(json.dumps, rows)))


def snapshot(record: Path) -> tuple[list[str], list[str]]:
    """Return all event ids and all development ids with their reports."""
    with open_record(record, create=False, read_only=True) as store:
        events = store.events_frame()["event_id"].sort().to_list()
        shown = sorted(
            f"{d.development_id} {' '.join(sorted(r.event_id for r in d.reports))}"
            for d in store.developments()
        )
        assert store.check() == []
    return events, shown


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    write_articles(source, 60)
    lines = source.read_text().splitlines()
    (tmp_path / "late.jsonl").write_text("\n".join(lines[:20]))
    (tmp_path / "early.jsonl").write_text("\n".join(reversed(lines[20:])))
    detente.open(tmp_path / "one.duckdb").read(source)
    other = detente.open(tmp_path / "two.duckdb")
    other.read(tmp_path / "early.jsonl")
    other.read(tmp_path / "late.jsonl")
    assert snapshot(tmp_path / "one.duckdb") == snapshot(tmp_path / "two.duckdb")


def test_a_read_that_is_killed_is_taken_up_again(tmp_path: Path) -> None:
    source, record = tmp_path / "in.jsonl", tmp_path / "r.duckdb"
    write_articles(source, 400)
    command = [
        str(Path(sys.executable).with_name("detente")),
        "read",
        str(source),
        "--record",
        str(record),
    ]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)
    deadline = time.monotonic() + 60
    while not record.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.5)  # well inside the batches
    running.send_signal(signal.SIGKILL)
    running.wait()
    counts = detente.open(record).read(source)
    assert counts.articles + counts.skipped == 400
    detente.open(tmp_path / "whole.duckdb").read(source)
    assert snapshot(record) == snapshot(tmp_path / "whole.duckdb")


def test_new_text_at_one_address_is_a_later_version(tmp_path: Path) -> None:
    record = detente.open(tmp_path / "r.duckdb")
    for text in ("Peru thanked Chile for its help.", "Peru condemned Chile over the raid."):
        (tmp_path / "in.jsonl").write_text(
            json.dumps({"article_id": "a", "text": text, "url": "https://port.example/1"})
        )
        record.read(tmp_path / "in.jsonl")
    events = record.events()
    assert {"SUPPORT", "ACCUSE"} <= set(events["event_type"])
    assert events["article_id"].n_unique() == 2


def test_a_wrong_path_leaves_no_record_behind(tmp_path: Path) -> None:
    with pytest.raises(detente.DetenteError):
        detente.open(tmp_path / "r.duckdb").read(tmp_path / "nowhere.txt")
    assert list(tmp_path.iterdir()) == []


def test_questions_to_a_record_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="detente read"):
        detente.open(tmp_path / "r.duckdb").events()
