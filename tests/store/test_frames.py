from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
import pytest

from detente.store import DevelopmentBlock, Filters, Record

from .builders import NOON, annotation, development, event


@pytest.fixture
def filled(record: Record) -> Record:
    there = event("a-1")
    back = event("a-2", 0, ("RUS", "PAK"))
    undated = dataclasses.replace(
        event("a-3", 0, ("PAK", "USA")), event_date=None, symmetric=True, certainty="possible"
    )
    record.add(
        [
            annotation("a-1", events=(there,)),
            annotation("a-2", events=(back,), outlet="The Bell"),
            annotation("a-3", events=(undated,)),
        ],
        reader="rules-1",
        read_at=NOON,
    )
    record.replace_developments(
        [DevelopmentBlock(("PAK", "RUS"), [development("d-1")], {there.event_id: "d-1"})]
    )
    return record


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        (Filters(), ["a-1", "a-2", "a-3"]),
        (Filters(dyad=("PAK", "RUS")), ["a-1"]),
        (Filters(dyad=("USA", "PAK")), ["a-3"]),  # symmetric
        (Filters(pair=("RUS", "PAK")), ["a-1", "a-2"]),
        (Filters(event_type="ASSAULT"), []),
        (Filters(since=dt.date(2022, 4, 26)), ["a-3"]),  # undated: by publication
        (Filters(until=dt.date(2022, 4, 25)), ["a-1", "a-2"]),
        (Filters(min_credence=0.7), ["a-1"]),
        (Filters(happened=False), ["a-3"]),
        (Filters(outlet="The Bell"), ["a-2"]),
        (Filters(limit=1), ["a-1"]),
    ],
    ids=str,
)
def test_filter_keeps_the_events_that_pass(filled: Record, filters, articles) -> None:
    assert filled.events_frame(filters)["article_id"].to_list() == articles


@pytest.mark.parametrize("shown", ["attributions_frame", "articles_frame", "problems_frame"])
def test_filter_on_events_keeps_the_articles_that_have_them(filled: Record, shown) -> None:
    frame = getattr(filled, shown)(Filters(pair=("PAK", "USA")))
    assert frame["article_id"].to_list() == ["a-3"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["d-1"]),
        (Filters(dyad=("RUS", "PAK")), []),
        (Filters(min_credence=0.9), []),
        (Filters(outlet="The Lamp"), ["d-1"]),
        (Filters(outlet="The Bell"), []),
        (Filters(since=dt.date(2022, 5, 1)), []),
    ],
    ids=str,
)
def test_filter_keeps_the_developments_that_pass(filled: Record, filters, expected) -> None:
    assert filled.developments_frame(filters)["development_id"].to_list() == expected


def test_event_row_has_its_sentence_credence_and_types(filled: Record) -> None:
    frame = filled.events_frame(Filters(dyad=("PAK", "RUS")))
    row = frame.row(0, named=True)
    assert row["sentence"] == "Ruritania thanked Graustark on Monday."
    assert (row["credence"], row["contexts"]) == (0.8, "diplomatic;military")
    assert frame.schema["published_at"] == pl.Datetime("us", "UTC")
    assert frame.schema["earliest"] == pl.Date


def test_empty_frame_has_its_columns(record: Record) -> None:
    frame = record.events_frame(with_sentence=False)
    assert frame.height == 0
    assert frame.schema["score"] == pl.Float64
    assert "sentence" not in frame.columns


def test_sentence_is_cut_by_characters_not_bytes(record: Record) -> None:
    text = "Zenda – “Élan” 😀 came. Then all went home and nothing more was heard of it."
    record.add([annotation(text=text)], reader="rules-1", read_at=NOON)
    assert record.events_frame()["sentence"].to_list() == ["Zenda – “Élan” 😀 came."]
