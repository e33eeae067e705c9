"""When a report says that its act took place, in days that can be compared.

A report in, a `Days` out: the days told by the text, else those that publication allows.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from detente.developments.reports import Report

WINDOW_DAYS = 3  # news without a date of its own is so old at most
RETOLD_DAYS = 90  # an act taken up again without a date ("the recent clashes") is so old at most
VAGUE_DAYS = 7  # a longer interval tells no act from the next
_SLACK = {"week": 4, "month": 12, "year": 60}  # days by the grain of a distance; starting values
_DISTANCE = re.compile(r"\b(?:ago|last|past|earlier|before)\b", re.IGNORECASE)
BEGINNING, END = dt.date.min.toordinal(), dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Days:
    """An interval of day numbers, both inclusive; `told` by the text or only allowed by it."""

    first: int
    last: int
    told: bool

    @property
    def width(self) -> int:
        """How many days it holds; below 1 it is empty."""
        return self.last - self.first + 1

    @property
    def vague(self) -> bool:
        """Whether it is too long to tell acts apart."""
        return self.width > VAGUE_DAYS

    def meets(self, other: Days, *, within: int = 0) -> bool:
        """Whether the two share a day, or are at most `within` days apart."""
        return self.first - within <= other.last and other.first - within <= self.last

    def widened(self, days: int) -> Days:
        """Return the days with as many more on either side."""
        return Days(max(self.first - days, BEGINNING), min(self.last + days, END), self.told)

    def narrowed(self, other: Days) -> Days:
        """Return what the two share; days that were told stand against days only allowed."""
        if self.told and not other.told:
            return self
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last, self.told or other.told)


def days_of(report: Report) -> Days:
    """Return the days on which the act of a report can have taken place."""
    event, published = report.event, report.published_at
    date = event.event_date
    past = event.time == "past_present"
    today = published.date().toordinal() if published else None
    if date and (date.earliest or date.latest):
        first = date.earliest.toordinal() if date.earliest else BEGINNING
        last = date.latest.toordinal() if date.latest else END
        # what was told as past was over when it was told
        if past and today is not None and first <= today < last:
            last = today
        return Days(first, last, True)
    if today is None:
        return Days(BEGINNING, END, False)
    if not past:
        return Days(today, END, False)
    return Days(today - (RETOLD_DAYS if event.background else WINDOW_DAYS), today, False)


def slack_of(report: Report) -> int:
    """Return by how many days a told distance can be off: "a month ago" is no calendar month."""
    date = report.event.event_date
    if date is None or not _DISTANCE.search(date.text):
        return 0
    return _SLACK.get(date.grain, 0)


def say_days(days: Days) -> str:
    """Return an interval in words.

    >>> say_days(Days(738276, 738276, True))
    '2022-05-01'
    """
    ends = [
        "..." if n in (BEGINNING, END) else dt.date.fromordinal(n).isoformat()
        for n in (days.first, days.last)
    ]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
