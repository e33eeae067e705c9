from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.parse.times import TimeExpression, find_times, towards_future

PUBLISHED_ON = dt.date(2025, 5, 31)  # a Saturday


def days(expression: TimeExpression) -> str:
    interval = expression.interval
    return f"{interval.earliest or ''}..{interval.latest or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pact was signed on May 7, 2024.", "2024-05-07..2024-05-07"),
        ("The pact was signed on 7 May 2024.", "2024-05-07..2024-05-07"),
        ("The pact was signed on Tuesday April 12, 2022.", "2022-04-12..2022-04-12"),
        ("Signed 2024-05-07 in Quito.", "2024-05-07..2024-05-07"),
        ("It was signed in May 2024.", "2024-05-01..2024-05-31"),
        ("It was signed in early 2014.", "2014-01-01..2014-04-30"),
        ("It was signed in 2014.", "2014-01-01..2014-12-31"),
        ("It was signed in the 1990s.", "1990-01-01..1999-12-31"),
        ("It was signed in the spring of 2022.", "2022-03-01..2022-05-31"),
        ("They fought between 2014 and 2016.", "2014-01-01..2016-12-31"),
    ],
)
def test_dates_with_a_year_need_no_day_of_publication(text: str, expected: str) -> None:
    assert [days(t) for t in find_times(text, published_on=None)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Friday. The call came two nights earlier.", "2025-05-28..2025-05-28"),
        ("They met on Friday. The call came on the previous day.", "2025-05-29..2025-05-29"),
        ("They met on Friday. The call came three days before, at noon.", "2025-05-27..2025-05-27"),
        ("They met on Friday. The call came the week before.", "2025-05-19..2025-05-25"),
        ("They met on Friday. The call came a fortnight ago.", "2025-05-12..2025-05-18"),
        ("They met on Friday. Shots fell at the weekend.", "2025-05-31..2025-06-01"),
        ("They met on Friday. Shots fell earlier in the week.", "2025-05-26..2025-05-31"),
    ],
)
def test_distances_from_a_day_told_before(text: str, expected: str) -> None:
    assert [days(t) for t in find_times(text, published_on=PUBLISHED_ON)][1:] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys met today.", "2025-05-31..2025-05-31"),
        ("Envoys met yesterday.", "2025-05-30..2025-05-30"),
        ("Envoys met on Thursday.", "2025-05-29..2025-05-29"),
        ("Envoys met on Saturday.", "2025-05-31..2025-05-31"),
        ("Envoys met last Saturday.", "2025-05-24..2025-05-24"),
        ("Envoys meet next Saturday.", "2025-06-07..2025-06-07"),
        ("Envoys met on Thursday night.", "2025-05-29..2025-05-29"),
        ("Envoys met on Monday last week.", "2025-05-19..2025-05-19"),
        ("Envoys met last week.", "2025-05-19..2025-05-25"),
        ("Envoys met this week.", "2025-05-26..2025-06-01"),
        ("Envoys meet next week.", "2025-06-02..2025-06-08"),
        ("Envoys met over the past week.", "2025-05-24..2025-05-31"),
        ("Envoys met last month.", "2025-04-01..2025-04-30"),
        ("Envoys met last year.", "2024-01-01..2024-12-31"),
        ("Envoys met earlier this month.", "2025-05-01..2025-05-31"),
        ("Envoys met earlier this year.", "2025-01-01..2025-05-31"),
        ("Envoys met late last year.", "2024-09-01..2024-12-31"),
        ("Envoys met in early April.", "2025-04-01..2025-04-10"),
        ("Envoys met in mid-April.", "2025-04-11..2025-04-20"),
        ("Envoys met in late April.", "2025-04-21..2025-04-30"),
        ("Envoys met in the third week of March.", "2025-03-15..2025-03-21"),
        ("Envoys met in September.", "2024-09-01..2024-09-30"),
        ("Envoys met in May last year.", "2024-05-01..2024-05-31"),
        ("Envoys met last summer.", "2024-06-01..2024-08-31"),
        ("Envoys met two days ago.", "2025-05-29..2025-05-29"),
        ("Envoys meet within the next two weeks.", "2025-05-31..2025-06-14"),
        ("Envoys meet in the coming days.", "2025-05-31.."),
        ("Envoys met for the past three years.", "2022-05-31..2025-05-31"),
        ("Envoys met in recent days.", "2025-05-24..2025-05-31"),
        ("Envoys met from May 6 to May 10.", "2025-05-06..2025-05-10"),
        ("Envoys met between 6 and 10 May.", "2025-05-06..2025-05-10"),
        ("Envoys met on May 6-10.", "2025-05-06..2025-05-10"),
        ("Envoys met from April 22 through 25.", "2025-04-22..2025-04-25"),
        ("Envoys meet on June 17-20 to talk.", "2025-06-17..2025-06-20"),
        ("Envoys met on October 7.", "2024-10-07..2024-10-07"),
    ],
)
def test_relative_dates_are_reckoned_from_publication(text: str, expected: str) -> None:
    assert [days(t) for t in find_times(text, published_on=PUBLISHED_ON)] == [expected]
    if "202" not in text:
        assert find_times(text, published_on=None) == ()


@pytest.mark.parametrize(
    ("text", "relation", "expected"),
    [
        ("at war since 2014", "since", "2014-01-01.."),
        ("at war since last month", "since", "2025-04-01.."),
        ("closed until Friday", "until", "..2025-05-30"),
        ("closed by the end of the year", "until", "2025-05-31..2025-12-31"),
        ("closed before Monday", "before", "..2025-05-25"),
        ("closed after May 6", "after", "2025-05-06.."),
    ],
)
def test_prepositions_open_one_end(text: str, relation: str, expected: str) -> None:
    found = find_times(text, published_on=PUBLISHED_ON)
    assert [(t.relation, days(t)) for t in found] == [(relation, expected)]
    assert found[0].interval.text in text


@pytest.mark.parametrize(
    "text",
    [
        "They may go and march on.",
        "Prime Minister May spoke.",
        "It moved 2,000 people over 1,500 km.",
        "It moved from 1500 to 2000 troops.",
        "Resolution 1973 cost $2000.",
        "He waited a second.",
        "The pact ends on June 31, 2024.",
        "It lies 900 decades ago.",
    ],
)
def test_no_date_is_seen(text: str) -> None:
    assert find_times(text, published_on=PUBLISHED_ON) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The following day", "2025-05-08"),
        ("The next day", "2025-05-08"),
        ("The previous day", "2025-05-06"),
        ("A day earlier", "2025-05-06"),
        ("The same day", "2025-05-07"),
    ],
)
def test_days_around_the_date_named_before(words: str, expected: str) -> None:
    found = find_times(f"On May 7 they met. {words} they left.", published_on=PUBLISHED_ON)
    assert str(found[1].interval.earliest) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Thursday", "2025-06-05..2025-06-05"),
        ("in April", "2026-04-01..2026-04-30"),
        ("last Thursday", "2025-05-29..2025-05-29"),
        ("on May 7, 2024", "2024-05-07..2024-05-07"),
    ],
)
def test_reading_towards_the_future(text: str, expected: str) -> None:
    (found,) = find_times(text, published_on=PUBLISHED_ON)
    assert days(towards_future(found)) == expected


@pytest.mark.parametrize(
    ("text", "is_attributive"),
    [
        ("Monday’s talks failed", True),
        ("the April 22 attack", True),
        ("the 1921 Barcelona Convention", True),
        ("talks failed on Monday", False),
        ("in the 1921 war", False),
    ],
)
def test_dates_that_describe_a_noun(text: str, is_attributive: bool) -> None:
    assert find_times(text, published_on=PUBLISHED_ON)[0].is_attributive is is_attributive


def test_offset_moves_the_span() -> None:
    (found,) = find_times("on May 7, 2024", published_on=None, offset=100)
    assert found.interval.span is not None
    assert (found.interval.span.start, found.interval.span.end) == (103, 114)


_PIECES = [
    "late ",
    "May ",
    "7",
    "2014",
    "last ",
    "week ",
    "from ",
    " to ",
    "Monday",
    ", ",
    "the ",
    "next ",
    "days ago ",
    "31 June ",
    "-",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12))
def test_spans_do_not_overlap_and_hold_their_text(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for found in find_times(text, published_on=PUBLISHED_ON):
        span, interval = found.interval.span, found.interval
        assert span is not None and span.start >= end
        assert text[span.start : span.end] == interval.text
        if interval.earliest and interval.latest:
            assert interval.earliest <= interval.latest
        end = span.end


def test_how_long_something_took_is_no_date() -> None:
    assert find_times("the recent four-day conflict", published_on=dt.date(2025, 6, 5)) == ()


def test_on_the_first_of_a_month_earlier_this_month_is_the_month_before() -> None:
    (found,) = find_times("Envoys met earlier this month.", published_on=dt.date(2025, 6, 1))
    assert days(found) == "2025-05-01..2025-05-31"
