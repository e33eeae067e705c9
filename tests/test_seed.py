"""The founding column, where it is at hand: a reader of the events must recognise it.

Its text is not ours and stays outside; `DETENTE_SHARED` names the folder that holds it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import detente
from detente.records import Annotation, Event

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
COLUMN = SHARED / "seed" / "pak-russian-relations.txt"

pytestmark = pytest.mark.skipif(
    not COLUMN.is_file(), reason="the column is not here (setting DETENTE_SHARED)"
)


@pytest.fixture(scope="module")
def column() -> Annotation:
    text = COLUMN.read_text(encoding="utf-8")
    return detente.annotate(text, published_at="2022-04-30", outlet="Nawaiwaqt")


def on(column: Annotation, trigger: str) -> list[Event]:
    return [e for e in column.events if trigger in e.trigger.text]


def test_it_is_an_opinion(column: Annotation) -> None:
    assert column.genre == "opinion"


def test_the_letters_rest_on_the_paper_that_reported_them(column: Annotation) -> None:
    letters = on(column, "exchanged")[0]
    assert {letters.actor.code, letters.recipient.code} == {"PAK", "RUS"}
    assert letters.symmetric
    assert letters.source_chain[0].kind == "outlet"
    assert "Express Tribune" in letters.source_chain[0].text


def test_the_thanks_rest_on_an_unnamed_official(column: Annotation) -> None:
    thanks = on(column, "thanking")[0]
    assert (thanks.actor.code, thanks.event_type, thanks.recipient.code) == (
        "PAK",
        "SUPPORT",
        "RUS",
    )
    assert thanks.source_chain[0].kind == "anonymous"


def test_the_congratulation_rests_on_the_embassy(column: Annotation) -> None:
    greeting = on(column, "congratulated")[0]
    assert (greeting.actor.code, greeting.event_type, greeting.recipient.code) == (
        "RUS",
        "SUPPORT",
        "PAK",
    )
    assert "Embassy" in greeting.source_chain[0].text


def test_might_and_should_are_not_counted(column: Annotation) -> None:
    assert not any(e.happened for e in [*on(column, "pressure"), *on(column, "praised")])


def test_the_repeated_passage_is_read_once(column: Annotation) -> None:
    spans = [(e.actor.code, e.recipient.code, e.event_type, e.trigger.text) for e in column.events]
    assert len(spans) == len(set(spans))
