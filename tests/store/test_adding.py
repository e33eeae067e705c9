from __future__ import annotations

import dataclasses

import pytest

from detente.errors import StoreError
from detente.records import Problem, stable_id
from detente.store import Record
from detente.store.backends import Backend

from .builders import NOON, TEXT, annotation, event


def add(record: Record, *annotations, **options):
    return record.add(annotations, reader="rules-1", read_at=NOON, **options)


def test_first_reading_adds_every_part(record: Record) -> None:
    counts = add(record, annotation("a-1"), annotation("a-2"))
    assert (counts.articles, counts.sentences, counts.events) == (2, 4, 2)
    assert (counts.attributions, counts.problems, counts.skipped) == (2, 2, 0)
    assert record.check() == []


def test_same_text_again_adds_nothing(record: Record) -> None:
    add(record, annotation())
    before = record.counts()
    counts = add(record, annotation(), annotation())
    assert (counts.articles, counts.skipped) == (0, 2)
    assert record.counts() == before


def test_parts_come_back_as_they_went_in(record: Record) -> None:
    given = annotation(byline="A. Hope", furniture=())
    add(record, given)
    assert record.article("a-1") == dataclasses.replace(given.article, genre="report")
    assert record.sentences("a-1") == list(given.sentences)
    assert record.events_of("a-1") == list(given.events)
    assert record.event(given.events[0].event_id) == given.events[0]
    assert record.attributions_of("a-1") == list(given.attributions)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ({"article_id": "a-1"}, {"article_id": "a-1"}),
        (
            {"article_id": "a-1", "url": "https://lamp.example/1"},
            {"article_id": "a-2", "url": "https://lamp.example/1"},
        ),
    ],
    ids=["same id", "same address"],
)
def test_new_text_is_a_version_and_the_old_one_stays(record: Record, first, later) -> None:
    add(record, annotation(**first))
    counts = add(record, annotation(text=TEXT + " Nobody denied it.", **later))
    stored = counts.annotations[0]
    assert (counts.articles, counts.versions) == (1, 1)
    assert stored.article.article_id == f"a-1@{stored.article.text_hash[2:8]}"
    assert record.events_of(stored.article.article_id) == list(stored.events)
    assert record.events_of("a-1")[0].event_id != stored.events[0].event_id
    assert record.check() == []


def test_later_version_read_a_second_time_is_known(record: Record) -> None:
    later = annotation("a-2", TEXT + " More.", url="https://lamp.example/1")
    add(record, annotation("a-1", url="https://lamp.example/1"), later)
    assert record.known([("a-2", later.article.text_hash)])
    assert add(record, later).skipped == 1


def test_known_tells_texts_apart(record: Record) -> None:
    assert record.known([("a-1", "t-0")]) == set()
    add(record, annotation())
    pair = ("a-1", annotation().article.text_hash)
    assert record.known([pair, ("a-1", "t-0")]) == {pair}


def test_replacing_takes_the_new_events_and_keeps_the_reprint(record: Record) -> None:
    add(record, annotation("a-1"), annotation("a-2"), signatures={"a-2": b"\x00\x01"})
    record.set_reprints({"a-2": "a-1"})
    new = annotation("a-2", events=(event("a-2", 7, ("PAK", "USA")),))
    counts = add(record, new, replace=True)
    assert (counts.replaced, counts.articles) == (1, 0)
    assert record.events_of("a-2") == list(new.events)
    assert counts.pairs == {("PAK", "RUS"), ("PAK", "USA")}
    row = record.articles_frame().row(1, named=True)
    assert (row["article_id"], row["reprint_of"]) == ("a-2", "a-1")
    assert "a-2" not in record.unsigned()


def test_ids_that_another_article_has_are_changed(record: Record) -> None:
    add(record, annotation("a-1"))
    twin = dataclasses.replace(
        annotation("a-1"), article=dataclasses.replace(annotation().article, article_id="a-9")
    )
    add(record, twin)
    assert record.events_of("a-9")[0].event_id != record.events_of("a-1")[0].event_id
    assert record.check() == []


def test_two_events_with_one_id_make_a_problem(record: Record) -> None:
    add(record, annotation(events=(event("a-1"), event("a-1"))))
    assert len(record.events_of("a-1")) == 1
    assert "store" in record.problems_frame()["stage"].to_list()


def test_problem_is_kept_once(record: Record) -> None:
    problem = Problem("notes.txt", "read", "empty file")
    assert record.add_problems([problem, problem], read_at=NOON) == 1
    assert record.add_problems([problem], read_at=NOON) == 0


def test_problem_that_is_there_does_not_stop_its_article(record: Record) -> None:
    record.add_problems(annotation().problems, read_at=NOON)
    counts = add(record, annotation())
    assert (counts.articles, counts.problems) == (1, 0)


def test_interrupted_adding_leaves_nothing(record: Record, monkeypatch) -> None:
    backend: type[Backend] = type(record._backend)
    append = backend.append

    def stop_at_events(self, connection, table, rows):
        if table.name == "events":
            raise KeyboardInterrupt
        append(self, connection, table, rows)

    monkeypatch.setattr(backend, "append", stop_at_events)
    with pytest.raises(KeyboardInterrupt):
        add(record, annotation())
    assert record.counts()["articles"] == record.counts()["sentences"] == 0


def test_forgetting_removes_all_of_the_article(record: Record) -> None:
    add(record, annotation("a-1"), annotation("a-2"))
    record.set_reprints({"a-2": "a-1"})
    counts = record.forget("a-1")
    assert counts == {
        "articles": 1,
        "events": 1,
        "sentences": 2,
        "attributions": 1,
        "problems": 1,
    }
    assert record.stale_pairs() == [("PAK", "RUS")]
    assert record.check() == []
    with pytest.raises(StoreError, match="a-1 is not in the record"):
        record.article("a-1")


def test_nul_in_a_text_moves_no_offset(record: Record) -> None:
    text = "Strelsau\0 fell silent. Nothing else was said that day at all, again."
    add(record, annotation(text=text))
    assert record.texts(["a-1"])["a-1"].replace("\ufffd", "\0") == text


def test_sentence_ids_are_stable(record: Record) -> None:
    add(record, annotation())
    assert record.sentences("a-1")[0].sentence_id == stable_id("s", "a-1", 0)
