"""Acts, dates, sources and likelihoods in plain words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from detente.brief import likelihood_words
from detente.brief.phrases import (
    act_words,
    chain_words,
    name_in_text,
    phrase_table,
    when_label,
    when_words,
)
from detente.events.coding import event_types
from detente.records import DateInterval, Source

from .records import NAMES, Case


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "almost no chance"),
        (0.049, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even"),
        (0.55, "likely"),
        (0.799, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_likelihood_at_the_bounds(probability: float, words: str) -> None:
    assert likelihood_words(probability) == words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Arland held talks with Borland"),
        ({"symmetric": True}, "Arland and Borland held talks"),
        ({"symmetric": True, "actor": "BBB", "recipient": "AAA"}, "Arland and Borland held talks"),
        ({"mode": "Phone", "symmetric": True}, "Arland and Borland spoke by telephone"),
        ({"event_type": "ACCUSE", "trigger": "accuses"}, "Arland accused Borland"),
        ({"event_type": "ACCUSE", "trigger": "blamed", "recipient": "USA"},
         "Arland blamed the United States"),
        ({"event_type": "SUPPORT", "trigger": "thanked", "symmetric": True},
         "Arland and Borland thanked each other"),
        ({"time": "future"}, "Arland is to hold talks with Borland"),
        ({"time": "future", "symmetric": True}, "Arland and Borland are to hold talks"),
        ({"time": "future", "certainty": "probable"}, "Arland is expected to hold talks with Borland"),
        ({"certainty": "possible", "event_type": "AID", "trigger": "gift"},
         "Arland may have given aid to Borland"),
        ({"polarity": "negative"}, "Arland did not hold talks with Borland"),
        ({"polarity": "negative", "time": "future"}, "Arland will not hold talks with Borland"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_act_in_plain_words(told: dict[str, Any], words: str) -> None:
    case = Case()
    development = case.add("one", **told)
    event = case.events["e-one"]
    assert act_words(development, event, NAMES, first="AAA") == words


def test_a_condition_is_told_as_one() -> None:
    case = Case()
    development = case.add("one", certainty="underspecified", time="future")
    words = act_words(development, case.events["e-one"], NAMES, first="AAA")
    assert words.startswith("Arland could hold talks with Borland (told as a condition")


def test_every_event_type_has_a_phrase_that_always_fits() -> None:
    acts = phrase_table()["acts"]
    assert set(acts) == set(event_types())
    for name, act in acts.items():
        assert not {"mode", "triggers"} & set(act["phrases"][-1]), name
        for phrase in act["phrases"]:
            assert len(phrase["verb"]) in (2, 3), name
            assert "{recipient}" not in phrase["joint"], name


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2022-04-28", "2022-04-28", "on 28 April 2022"),
        ("2022-04-04", "2022-04-10", "between 4 and 10 April 2022"),
        ("2022-03-30", "2022-04-03", "between 30 March and 3 April 2022"),
        ("2022-02-01", "2022-02-28", "in February 2022"),
        ("2018-01-01", "2018-12-31", "in 2018"),
        (None, "2022-02-23", "by 23 February 2022"),
        ("2022-02-23", None, "from 23 February 2022 on"),
    ],
)
def test_dates_in_words(first: str | None, last: str | None, words: str) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    assert when_words(DateInterval(days[0], days[1], "day", ""), None) == words


def test_an_undated_act_says_so() -> None:
    assert when_label(None, dt.date(2022, 4, 30)) == "Undated, reported on 30 April 2022"


@pytest.mark.parametrize(
    ("chain", "words"),
    [
        ([], "The Post"),
        ([Source("anonymous", "a senior official")], "The Post, citing an unnamed senior official"),
        ([Source("anonymous", "two diplomats")], "The Post, citing two diplomats (unnamed)"),
        ([Source("role", "the foreign ministry"), Source("outlet", "The Gazette")],
         "The Post, citing The Gazette, citing the foreign ministry"),
        ([Source("named", "she", code="BBB")],
         "The Post, citing a speaker for Borland named in the text"),
    ],
    ids=str,
)  # fmt: skip
def test_source_chain_in_words(chain: list[Source], words: str) -> None:
    assert chain_words("The Post", chain, NAMES) == words


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("USA", "United States", "the United States"),
        ("IGO:EU", "European Union", "the European Union"),
        ("IGO:NATO", "NATO", "NATO"),
        ("GMB", "The Gambia", "The Gambia"),
        ("PAK", "Pakistan", "Pakistan"),
    ],
)
def test_names_take_an_article_where_english_wants_it(code: str, name: str, words: str) -> None:
    assert name_in_text(code, {code: name}) == words


def test_the_host_of_the_sentence_is_not_the_traveller_of_the_development() -> None:
    case = Case()
    d = case.add("visit", mode="Visit", trigger="received")
    told = case.events["e-visit"]
    other_way = dataclasses.replace(told, actor=told.recipient, recipient=told.actor)
    assert "received a visitor" in act_words(d, told, NAMES, first="AAA")
    assert "paid a visit" in act_words(d, other_way, NAMES, first="AAA")


def test_both_on_one_visit_met() -> None:
    case = Case()
    d = case.add("visit", mode="Visit", trigger="travelled", symmetric=True)
    assert act_words(d, case.events["e-visit"], NAMES, first="AAA").endswith("met on a visit")


def test_what_one_said_is_not_said_of_both() -> None:
    case = Case()
    d = case.add("talks", trigger="told", symmetric=True)
    told = dataclasses.replace(case.events["e-talks"], symmetric=False)
    assert "messages" not in act_words(d, told, NAMES, first="AAA")
