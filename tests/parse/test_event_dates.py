from __future__ import annotations

import datetime as dt
from typing import Literal

import pytest

from detente.parse.event_dates import date_event, share_dates
from detente.parse.sentences import split_sentences
from detente.parse.times import find_times
from detente.records import Actor, DateInterval, Event, Span, Trigger

PUBLISHED_ON = dt.date(2025, 5, 31)  # a Saturday


def shown(interval: DateInterval | None) -> str | None:
    return f"{interval.earliest or ''}..{interval.latest or ''}" if interval else None


def dated(text: str, word: str, *, is_future: bool = False, is_spoken: bool = False) -> str | None:
    start = text.index(word)
    interval = date_event(
        text,
        find_times(text, published_on=PUBLISHED_ON),
        sentence=Span(0, len(text)),
        trigger=Span(start, start + len(word)),
        published_on=PUBLISHED_ON,
        is_future=is_future,
        is_spoken=is_spoken,
    )
    return shown(interval)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Ghana expelled two envoys on Thursday.", "expelled", "2025-05-29..2025-05-29"),
        ("On May 7, Ghana and Togo signed a pact.", "signed", "2025-05-07..2025-05-07"),
        ("Ghana hailed the April attack.", "attack", "2025-04-01..2025-04-30"),
        ("The talks, which took place on May 9, failed.", "talks", "2025-05-09..2025-05-09"),
        ("Ghana has fought Togo since 2014.", "fought", "2014-01-01.."),
        ("Ghana expelled two envoys.", "expelled", None),
        ("Ghana left under the 1921 Barcelona Convention.", "left", None),
        ("Togo waited, but Ghana fired on Monday.", "waited", None),
        ("Ghana held drills for the first time since 2012.", "drills", None),
        ("Ghana began its largest attack since March 2023.", "attack", None),
        ("Ghana faced protests by the West since 2014.", "protests", "2014-01-01.."),
        ("Ghana's envoy, who had flown in on Monday, met Togo's king.", "met", None),
        (
            "Ghana's envoy, who had flown in on Monday, met Togo's king.",
            "flown",
            "2025-05-26..2025-05-26",
        ),
        (
            "Ghana seized a port in May 2014 and bombed it in July 2022.",
            "bombed",
            "2022-07-01..2022-07-31",
        ),
    ],
)
def test_date_of_the_same_clause(text: str, word: str, expected: str | None) -> None:
    assert dated(text, word) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Ghana expelled envoys after Togo fired on May 7.", "expelled", "2025-05-07..2025-05-31"),
        ("Following the May 7 raid, Ghana expelled envoys.", "expelled", "2025-05-07..2025-05-31"),
        ("Ghana rejected last week’s report.", "rejected", "2025-05-19..2025-05-31"),
        ("Togo said on Friday that it had expelled envoys.", "expelled", "..2025-05-30"),
    ],
)
def test_date_of_another_act_is_a_bound(text: str, word: str, expected: str) -> None:
    assert dated(text, word) == expected


def test_acts_of_words_happen_when_told() -> None:
    text = "Togo’s raids are reckless, Ghana’s minister said on Friday."
    assert dated(text, "reckless", is_spoken=True) == "2025-05-30..2025-05-30"
    assert dated(text, "raids") is None


def test_coming_acts_take_coming_days() -> None:
    text = "Ghana will host Togo on Thursday."
    assert dated(text, "host", is_future=True) == "2025-06-05..2025-06-05"
    told = "Ghana will host Togo, the minister said on Thursday."
    assert dated(told, "host", is_future=True) is None


def event(
    text: str,
    word: str,
    event_type: str,
    *,
    at: int = 0,
    pair: tuple[str, str] = ("GHA", "TGO"),
    time: Literal["past_present", "future"] = "past_present",
) -> Event:
    start = text.index(word, at)
    sent = next(s for s in split_sentences(text, article_key="k") if s.start <= start < s.end)
    interval = date_event(
        text,
        find_times(text, published_on=PUBLISHED_ON),
        sentence=Span(sent.start, sent.end),
        trigger=Span(start, start + len(word)),
        published_on=PUBLISHED_ON,
        is_future=time == "future",
    )
    sides = [Actor(code, code) for code in pair]
    trigger = Trigger(start, start + len(word), word)
    return Event(
        str(start),
        sent.sentence_id,
        *sides,
        False,
        event_type,
        "",
        trigger,
        event_date=interval,
        time=time,
    )


def shared(text: str, events: list[Event]) -> list[str | None]:
    sentences = split_sentences(text, article_key="k")
    times = find_times(text, published_on=PUBLISHED_ON)
    dates = share_dates(text, times, events, sentences=sentences, published_on=PUBLISHED_ON)
    return [shown(date) for date in dates]


def test_another_mention_of_the_act_lends_its_date() -> None:
    text = "Ghana expelled two envoys on May 7. Nobody spoke. Ghana expelled them at night."
    events = [event(text, "expelled", "COERCE"), event(text, "expelled", "COERCE", at=40)]
    assert shared(text, events) == ["2025-05-07..2025-05-07"] * 2


def test_noun_takes_up_the_date_of_the_sentence_before() -> None:
    text = "The king flew to Accra in April. The visit calmed Ghana."
    assert shared(text, [event(text, "visit", "CONSULT")]) == ["2025-04-01..2025-04-30"]


def test_speaker_keeps_the_day_of_his_words() -> None:
    text = "Ghana condemned Togo on Friday. It urged Benin to help."
    events = [
        event(text, "condemned", "ACCUSE"),
        event(text, "urged", "REQUEST", pair=("GHA", "BEN")),
    ]
    assert shared(text, events) == ["2025-05-30..2025-05-30"] * 2


def test_other_actors_and_coming_acts_borrow_nothing() -> None:
    text = "Ghana condemned Togo on Friday. Benin urged calm. Ghana will sign."
    events = [
        event(text, "condemned", "ACCUSE"),
        event(text, "urged", "REQUEST", pair=("BEN", "TGO")),
        event(text, "sign", "AGREE", time="future"),
    ]
    assert shared(text, events)[1:] == [None, None]


def test_month_gives_way_to_the_day_of_the_meeting() -> None:
    text = "Ghana warned Togo last month. The meeting took place on April 17."
    events = [event(text, "warned", "THREATEN"), event(text, "meeting", "CONSULT")]
    assert shared(text, events) == ["2025-04-17..2025-04-17"] * 2
