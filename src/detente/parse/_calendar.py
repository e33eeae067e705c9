"""Stretches of the calendar: days, weeks, months, parts of them, and steps from one to another."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from detente.records import Grain

ONE_DAY = dt.timedelta(days=1)
HALVES = {"first half": 0, "second half": 1}
QUARTERS = {"first quarter": 0, "second quarter": 1, "third quarter": 2, "fourth quarter": 3}
WEEKS = {"first week": 0, "second week": 1, "third week": 2, "fourth week": 3}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `earliest` to `latest`, both inclusive; None is open."""

    earliest: dt.date | None
    latest: dt.date | None

    @property
    def start(self) -> dt.date:
        """The first day of a period that is not open there."""
        assert self.earliest is not None
        return self.earliest

    @property
    def end(self) -> dt.date:
        """The last day of a period that is not open there."""
        assert self.latest is not None
        return self.latest

    @property
    def grain(self) -> Grain:
        """How exact the period is, by its length."""
        if self.earliest is None or self.latest is None:
            return "open"
        days = (self.latest - self.earliest).days + 1
        limits: tuple[tuple[int, Grain], ...] = (
            (1, "day"),
            (16, "week"),
            (45, "month"),
            (150, "season"),
        )
        return next((grain for limit, grain in limits if days <= limit), "year")


def one_day(day: dt.date) -> Period:
    """Return the period of a single day."""
    return Period(day, day)


def shift(day: dt.date, count: int, unit: str) -> dt.date:
    """Return the day `count` units (hour, day, week, month, year, decade) after `day`."""
    if unit in ("hour", "day", "week"):
        days = {
            "hour": -(-abs(count) // 24) * (1 if count > 0 else -1),
            "day": count,
            "week": 7 * count,
        }
        return day + dt.timedelta(days=days[unit])
    months = day.year * 12 + day.month - 1 + count * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of(year: int, month: int) -> Period:
    """Return a calendar month."""
    return Period(
        dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    )


def years(first: int, last: int) -> Period:
    """Return the calendar years from `first` to `last`."""
    return Period(dt.date(first, 1, 1), dt.date(last, 12, 31))


def season_of(year: int, first_month: int) -> Period:
    """Return three months; winter runs into the next year."""
    start = dt.date(year, first_month, 1)
    return Period(start, shift(start, 3, "month") - ONE_DAY)


def unit_of(day: dt.date, unit: str, count: int = 0) -> Period:
    """Return the calendar unit that holds `day`, or the one `count` units later.

    Weeks run from Monday to Sunday, a weekend is the Saturday and Sunday of its week.
    """
    if unit == "day":
        return one_day(day + count * ONE_DAY)
    if unit in ("week", "weekend"):
        monday = day - day.weekday() * ONE_DAY + dt.timedelta(weeks=count)
        return Period(
            monday + (5 * ONE_DAY if unit == "weekend" else 0 * ONE_DAY), monday + 6 * ONE_DAY
        )
    if unit == "month":
        there = shift(day.replace(day=1), count, "month")
        return month_of(there.year, there.month)
    if unit == "quarter":
        start = shift(dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * count, "month")
        return season_of(start.year, start.month)
    if unit == "decade":
        first = day.year // 10 * 10 + 10 * count
        return years(first, first + 9)
    return years(day.year + count, day.year + count)


def weekday_near(day: dt.date, weekday: int, *, forward: bool, is_strict: bool = False) -> dt.date:
    """Return the last (or next) such weekday, `day` itself included unless `is_strict`."""
    step = (weekday - day.weekday()) % 7 if forward else -((day.weekday() - weekday) % 7)
    if is_strict and step == 0:
        step = 7 if forward else -7
    return day + step * ONE_DAY


def part_of(period: Period, part: str) -> Period:
    """Return a named part of a period that has both ends.

    Of a month: early and beginning 1-10, mid 11-20, late and end 21 on, "third week" 15-21. Of
    longer periods: early, mid and late are thirds, beginning and end the first and last month.
    """
    if period.earliest is None or period.latest is None:
        return period
    first, last = period.earliest, period.latest
    if part in WEEKS:
        start = first + dt.timedelta(weeks=WEEKS[part])
        return Period(start, min(last, start + 6 * ONE_DAY))
    if part == "last week":
        return Period(last - 6 * ONE_DAY, last)
    length = (last - first).days + 1
    if part in HALVES or part in QUARTERS:
        shares = 2 if part in HALVES else 4
        return _share(first, last, {**HALVES, **QUARTERS}[part], shares)
    if length <= 31:
        if length > 27:
            cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[_third(part)]
            return Period(first.replace(day=cuts[0]), first.replace(day=cuts[1]))
        return _share(first, last, ("early", "mid", "late").index(_third(part)), 3)
    if part in ("beginning", "start"):
        return Period(first, shift(first, 1, "month") - ONE_DAY)
    if part == "end":
        return Period(last.replace(day=1), last)
    return _share(first, last, ("early", "mid", "late").index(_third(part)), 3)


def _third(part: str) -> str:
    return {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}.get(part, part)


def _share(first: dt.date, last: dt.date, index: int, shares: int) -> Period:
    """One of equal shares, on whole months where the period is long."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months >= shares and first.day == 1:
        start = shift(first, months * index // shares, "month")
        return Period(start, shift(first, months * (index + 1) // shares, "month") - ONE_DAY)
    length = (last - first).days + 1
    return Period(
        first + dt.timedelta(days=length * index // shares),
        first + dt.timedelta(days=length * (index + 1) // shares - 1),
    )
