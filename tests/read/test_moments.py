"""Dates as pages, feeds and wires write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ReadError
from detente.read import parse_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-04-30", "2022-04-30T00:00:00+00:00"),
        ("20220430", "2022-04-30T00:00:00+00:00"),
        ("2022-04-30T15:04:05Z", "2022-04-30T15:04:05+00:00"),
        ("2022-04-30T15:04:05.123+0500", "2022-04-30T10:04:05.123000+00:00"),
        ("2022-04-30 15:04", "2022-04-30T15:04:00+00:00"),
        ("Sat, 30 Apr 2022 12:00:00 +0500", "2022-04-30T07:00:00+00:00"),
        ("Sat, 30 Apr 2022 12:00:00 EDT", "2022-04-30T16:00:00+00:00"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.790000+00:00"),
        ("27-MAR-1987 02:17:09.88T C", "1987-03-27T02:17:09.880000+00:00"),
        ("April 30, 2022", "2022-04-30T00:00:00+00:00"),
        ("Saturday, April 30th, 2022 at 3:04 pm PKT", "2022-04-30T10:04:00+00:00"),
        ("Published on 30 April 2022, 12:15 a.m.", "2022-04-30T00:15:00+00:00"),
        ("30.04.2022", "2022-04-30T00:00:00+00:00"),
        ("04/30/2022", "2022-04-30T00:00:00+00:00"),
        ("30/04/2022", "2022-04-30T00:00:00+00:00"),
        ("5/5/2022", "2022-05-05T00:00:00+00:00"),
        ("2022-04-30 23:30 GMT-3", "2022-05-01T02:30:00+00:00"),
    ],
)
def test_moment_is_read_in_utc(text: str, expected: str) -> None:
    assert parse_moment(text) == dt.datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no date"),
        ("yesterday", "is no date"),
        ("May 7", "is no date"),
        ("2022-02-30", "does not exist"),
        ("04/05/2022", "two different days"),
        ("30 Brumaire 2022", "is no date"),
        ("2022-04-30 15:04 QQT", "unknown clock zone"),
        ("April 30, 2022 was a quiet day in Lima", "goes on with"),
        ("0001-01-01", "has the year 1"),
        ("2022-04-30 13:10 pm", "hour 13"),
    ],
)
def test_wrong_date_is_told_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        parse_moment(text)
    assert "\n" not in str(caught.value)
    assert "2022-04-30" in str(caught.value)


@given(st.datetimes(min_value=dt.datetime(1600, 1, 2), max_value=dt.datetime(2200, 12, 30)))
def test_iso_round_trip(moment: dt.datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment.replace(tzinfo=dt.UTC)


@given(st.text(max_size=40) | st.from_regex(r"\d{1,4}[-/. ]\w{1,4}[-/. ]\d{1,4}.{0,12}"))
def test_any_text_is_a_moment_or_a_read_error(text: str) -> None:
    try:
        assert parse_moment(text).utcoffset() == dt.timedelta(0)
    except ReadError as error:
        assert "\n" not in str(error)
