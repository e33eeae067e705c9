"""Moments as news pages, feeds and wires write them: text goes in, a UTC datetime comes out."""

from __future__ import annotations

import datetime as dt
import re

from ..errors import ReadError
from .tables import page_facts

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|"
        "sep sept september|oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
_EARLIEST_YEAR, _LATEST_YEAR = 1600, 2200

_LEAD = re.compile(
    r"(?:(?:first |last )?(?:published|posted|date|dated)\s*(?:on|at)?\s*:?\s*)?", re.I
)
_WEEKDAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*(?:the\s+)?)?",
    re.I,
)
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAYS = tuple(
    re.compile(form, re.I)
    for form in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[-\s]+{_MONTH},?[-\s]+(?P<y>\d{{4}}|\d{{2}}(?=\s|$))",
        rf"{_MONTH}[-\s]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[-\s]+(?P<y>\d{{4}})",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
        r"(?P<either>\d{1,2})(?P<sep>[/-])(?P<other>\d{1,2})(?P=sep)(?P<y>\d{4})",
    )
)
# wire copy of the 1980s has stray letters after the hundredths of a second
_CLOCK = re.compile(
    r"(?:\s*(?:T|,|at|[-|–—])?\s*)(?P<h>\d{1,2})[:.](?P<min>\d{2})(?:[:.](?P<s>\d{2})(?:[.,](?P<frac>\d{1,9})"
    r"(?:(?!Z\s*$)[A-Z]{1,2}(?: [A-Z]{1,2}){0,2}\s*$)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?",
    re.I,
)
_ZONE = re.compile(
    r"\s*\(?(?:(?P<name>[a-z]{1,4})(?![a-z]))?\s*(?:(?P<sign>[+-])(?P<oh>\d{1,2}):?(?P<om>\d{2})?)?\)?\.?\s*$",
    re.I,
)


def parse_moment(text: str) -> dt.datetime:
    """Return the moment that `text` names, in UTC.

    Takes ISO 8601, RFC 822, wire forms such as "26-FEB-1987 15:01:01.79" and the forms that pages
    print ("Saturday, April 30, 2022 3:04 pm PKT"). A day without a clock time is its midnight, a
    clock time without a zone is taken as UTC.

    Raises ReadError if the text is no date, names a day that does not exist, or can be read as
    two different days ("04/05/2022").

    >>> parse_moment("April 30, 2022").date().isoformat()
    '2022-04-30'
    """
    stripped = text.strip()
    if len(stripped) > 100:
        raise _wrong(text, "is too long for a date")
    start = _end(_WEEKDAY, stripped, _end(_LEAD, stripped, 0))
    for form in _DAYS:
        if found := form.match(stripped, start):
            return _moment(text, stripped, found)
    raise _wrong(text, "is no date")


def as_utc(moment: dt.datetime) -> dt.datetime:
    """Return `moment` in UTC; one without a zone is taken as UTC."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(dt.UTC)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _moment(text: str, stripped: str, found: re.Match[str]) -> dt.datetime:
    year, month, day = _day(text, found)
    clock = _CLOCK.match(stripped, found.end())
    hour, minute, second, micro = _clock(text, clock) if clock else (0, 0, 0, 0)
    zone = _zone(text, stripped, clock.end() if clock else found.end())
    try:
        moment = dt.datetime(year, month, day, hour, minute, second, micro, tzinfo=zone)
    except ValueError as error:
        raise _wrong(text, f"does not exist ({error})") from error
    return moment.astimezone(dt.UTC)


def _day(text: str, found: re.Match[str]) -> tuple[int, int, int]:
    parts = found.groupdict()
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 1900 if year >= 69 else 2000  # the POSIX rule for years of two digits
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise _wrong(text, f"has the year {year}")
    if "either" in parts:
        return (year, *_month_and_day(text, int(parts["either"]), int(parts["other"])))
    if "month" in parts:
        month = _MONTHS.get(parts["month"].lower())
        if month is None:
            raise _wrong(text, "is no date")
        return year, month, int(parts["d"])
    return year, int(parts["m"]), int(parts["d"])


def _month_and_day(text: str, first: int, second: int) -> tuple[int, int]:
    if first <= 12 and second <= 12 and first != second:
        raise _wrong(text, "can be read as two different days")
    return (second, first) if first > 12 else (first, second)


def _clock(text: str, clock: re.Match[str]) -> tuple[int, int, int, int]:
    hour = int(clock["h"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise _wrong(text, f"has the hour {hour} with am or pm")
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    micro = int((clock["frac"] or "0").ljust(6, "0")[:6])
    return hour, int(clock["min"]), int(clock["s"] or 0), micro


def _zone(text: str, stripped: str, start: int) -> dt.timezone:
    found = _ZONE.match(stripped, start)
    if not found:
        raise _wrong(text, f"goes on with {stripped[start:].strip()!r} after the date")
    name = (found["name"] or "utc").lower()
    minutes = page_facts("zones").get(name)
    if minutes is None:
        raise _wrong(text, f"has the unknown clock zone {found['name']!r}")
    if found["sign"]:
        offset = int(found["oh"]) * 60 + int(found["om"] or 0)
        # "GMT+5" and "PKT +0500" both give the whole distance from UTC by the number
        minutes = offset if found["sign"] == "+" else -offset
    if abs(minutes) >= 24 * 60:
        raise _wrong(text, "has a clock zone more than a day from UTC")
    return dt.timezone(dt.timedelta(minutes=minutes))


def _wrong(text: str, what: str) -> ReadError:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return ReadError(f"date {shown!r} {what}; write it as 2022-04-30 or 2022-04-30T15:04:00Z")
