"""Dates of acts that a sentence takes up, against those of its news."""

from __future__ import annotations

import datetime as dt

import pytest

import detente


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        (
            "After the recent war between Chile and Peru, speakers at a seminar held on Tuesday called for unity.",
            "war",
            None,
        ),
        (
            "Chilean jets bombed Peru on Tuesday, killing three soldiers.",
            "bombed",
            dt.date(2022, 4, 26),
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_act_taken_up_does_not_take_the_day_of_the_news(
    text: str, words: str, day: dt.date | None
) -> None:
    found = detente.annotate(text, published_at="2022-04-28").events
    dates = [e.event_date for e in found if words in e.trigger.text]
    assert dates
    assert [d.earliest if d else None for d in dates] == [day] * len(dates)


def test_an_act_taken_up_without_a_date_is_background() -> None:
    text = "After the recent war between Chile and Peru, speakers called for unity."
    found = detente.annotate(text, published_at="2022-04-28").events
    assert [e.background for e in found if e.trigger.text == "war"] == [True]


def test_fighting_without_a_date_is_no_news_of_the_day() -> None:
    text = "Chile and Peru held talks in Lima on Tuesday. Trade fell because of the war between Chile and Peru."
    found = detente.annotate(text, published_at="2022-04-28").events
    wars = [e for e in found if e.trigger.text == "war"]
    assert [(e.event_date, e.background) for e in wars] == [(None, True)]


def test_the_bare_name_of_a_fight_in_a_clause_without_its_sides_is_no_act() -> None:
    text = (
        "He defended Imran Khan's trip to Moscow, however: the former prime minister could not have"
        " known that the war would begin that day."
    )
    found = detente.annotate(text).events
    assert [(e.actor.code, e.event_type) for e in found] == [("PAK", "CONSULT")]


def test_a_material_act_below_a_decision_is_still_to_come() -> None:
    text = "Russia has decided to supply crude oil to Pakistan at a discount, the minister said on Monday."
    found = detente.annotate(text, published_at="2022-12-06").events
    supplies = [e for e in found if e.trigger.text == "supply"]
    assert supplies
    assert [(e.time, e.happened) for e in supplies] == [("future", False)] * len(supplies)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("France valued its cooperation with Ghana, a spokesman said.", set()),
        ("France cooperated with Ghana in the hunt for the ship.", {"COOPERATE"}),
    ],
)
def test_cooperation_that_is_only_spoken_of_is_no_deed(text: str, types: set[str]) -> None:
    found = {e.event_type for e in detente.annotate(text).events}
    assert found & {"COOPERATE"} == types


def test_an_accord_that_they_have_signed_is_older_than_its_news() -> None:
    text = "Pakistan and Russia have signed a protocol on a pipeline, the energy ministry said on Saturday."
    (event,) = detente.annotate(text, published_at="2021-05-29").events
    assert event.event_date
    assert (event.event_date.earliest, event.event_date.latest) == (None, dt.date(2021, 5, 29))


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("A month after Czechia had expelled two Russian envoys, Prague wondered why.", True),
        ("The minister said that Czechia had expelled two Russian envoys.", False),
    ],
)
def test_what_had_been_done_before_the_news_is_background(text: str, background: bool) -> None:
    found = detente.annotate(text, published_at="2010-05-19").events
    assert [e.background for e in found if e.trigger.text == "expelled"] == [background]
