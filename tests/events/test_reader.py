"""Who did what to whom, on plain sentences that any reader gets right."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.actors.mentions import find_mentions
from detente.events.reader import find_candidates, read_events
from detente.parse.sentences import split_sentences
from detente.records import Article, Event, Span


def events_of(text: str, **facts: object) -> list[Event]:
    day = dt.datetime(2022, 4, 30, tzinfo=dt.UTC)
    article = Article("a", text, published_at=day, **facts)  # type: ignore[arg-type]
    sentences = split_sentences(text, article_key="a")
    found = find_candidates(article, sentences, find_mentions(article, sentences))
    return [event for readings in read_events(found) for event, _ in readings]


@pytest.mark.parametrize(
    ("text", "actor", "event_type", "recipient"),
    [
        ("India condemned Pakistan over the raid.", "IND", "ACCUSE", "PAK"),
        ("The United States imposed sanctions on Iran on Friday.", "USA", "SANCTION", "IRN"),
        ("Turkish jets bombed Syria overnight, killing nine soldiers.", "TUR", "ASSAULT", "SYR"),
        ("Japan gave Ukraine 200 million dollars in emergency aid.", "JPN", "AID", "UKR"),
    ],
    ids=lambda value: value,
)
def test_plain_acts_are_read(text: str, actor: str, event_type: str, recipient: str) -> None:
    found = {(e.actor.code, e.event_type, e.recipient.code) for e in events_of(text)}
    assert (actor, event_type, recipient) in found


def test_a_meeting_is_one_symmetric_event() -> None:
    found = events_of("The presidents of Peru and Chile met in Lima on Monday.")
    assert [(e.event_type, e.symmetric) for e in found] == [("CONSULT", True)]
    assert {found[0].actor.code, found[0].recipient.code} == {"PER", "CHL"}


def test_an_event_says_why() -> None:
    event = events_of("India condemned Pakistan over the raid.")[0]
    assert {"actor", "recipient", "type", "mode", "factuality"} <= set(event.why)
    assert event.trigger.text == "condemned"
    assert 0 < event.confidence <= 1


def test_ids_are_the_same_for_the_same_text() -> None:
    text = "India condemned Pakistan over the raid."
    assert [e.event_id for e in events_of(text)] == [e.event_id for e in events_of(text)]


def test_furniture_is_not_read() -> None:
    text = "India condemned Pakistan over the raid."
    assert events_of(text, furniture=(Span(0, len(text)),)) == []


def test_focus_limits_the_events() -> None:
    text = "India condemned Pakistan over the raid. Turkey thanked Qatar for its help."
    found = events_of(text, focus=Span(40, len(text)))
    assert "TUR" in {e.actor.code for e in found}
    assert all(e.trigger.start >= 40 for e in found)


def test_one_actor_alone_makes_no_event() -> None:
    assert events_of("Pakistan's cabinet met on Monday.") == []


def test_what_a_correction_takes_back_is_no_act() -> None:
    text = "Peru thanked Chile. Correction: An earlier version of this report said that Peru had invaded Chile."
    assert [e.event_type for e in events_of(text)] == ["SUPPORT"]


def test_an_exchange_of_force_says_why_it_is_one() -> None:
    found = events_of("Peru and Chile exchanged artillery fire across the border on Monday.")
    assert {e.event_type for e in found} == {"ASSAULT"}
    assert all(e.why["type"] for e in found)
