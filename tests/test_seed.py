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
    letters = next(e for e in on(column, "letters") if e.source_chain)
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


def test_the_ouster_is_a_claim_that_the_new_authorities_dispute(column: Annotation) -> None:
    claim = on(column, "ousted")[0]
    assert (claim.actor.code, claim.event_type, claim.recipient.code) == ("USA", "COERCE", "PAK")
    assert "Khan" in claim.source_chain[0].text
    assert claim.event_date is not None
    assert str(claim.event_date.earliest) == "2022-04-01"
    assert str(claim.event_date.latest) == "2022-04-10"
    denial = next(e for e in column.events if e.event_id in claim.disputed_by)
    assert denial.source_chain[0].text == "The new authorities"
    assert not denial.happened


def test_the_wish_in_the_letters_drills_and_negotiations_are_read(column: Annotation) -> None:
    found = {(e.event_type, frozenset((e.actor.code, e.recipient.code))) for e in column.events}
    both = frozenset(("PAK", "RUS"))
    assert {("AGREE", both), ("COOPERATE", both), ("CONSULT", both)} <= found
    assert on(column, "drills") and on(column, "negotiations") and on(column, "invitation")


def test_an_official_who_speaks_to_the_paper_is_no_talk(column: Annotation) -> None:
    assert not on(column, "spoke")


def test_might_and_should_are_not_counted(column: Annotation) -> None:
    assert not any(e.happened for e in [*on(column, "pressure"), *on(column, "praised")])


def test_interest_in_cooperating_is_no_cooperation(column: Annotation) -> None:
    wish = [*on(column, "cooperate"), *on(column, "interest")]
    assert {(e.actor.code, e.recipient.code) for e in wish} == {("RUS", "PAK")}
    assert not any(e.happened for e in wish if e.event_type == "COOPERATE")


def test_the_repeated_passage_is_read_once(column: Annotation) -> None:
    repeated = column.article.furniture
    assert any("best served" in column.article.text[f.start : f.end] for f in repeated)
    assert not any(f.start <= e.trigger.start < f.end for f in repeated for e in column.events)
