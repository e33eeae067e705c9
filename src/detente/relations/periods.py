"""Two days in, the calendar months or weeks between them out."""

from __future__ import annotations

import datetime as dt

from detente.relations.constants import By


def start_of(day: dt.date, by: By) -> dt.date:
    """Return the first day of the month, or the Monday of the week, that holds `day`.

    >>> start_of(dt.date(2022, 4, 30), "week")
    datetime.date(2022, 4, 25)
    """
    if by == "month":
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday())


def periods(first: dt.date, last: dt.date, *, by: By) -> list[tuple[dt.date, dt.date]]:
    """Return the months or weeks from `first` to `last` as pairs of days, both inclusive.

    The first and the last period are cut at `first` and `last`, so that a row never claims more
    days than it covers. Raises ValueError when `by` is neither "month" nor "week".
    """
    if by not in ("month", "week"):
        raise ValueError(f"by {by!r} is unknown: expected month or week")
    rows = []
    start = start_of(first, by)
    while start <= last:
        following = start_of(start + dt.timedelta(days=31 if by == "month" else 7), by)
        end = following - dt.timedelta(days=1)
        rows.append((max(start, first), min(end, last)))
        start = following
    return rows
