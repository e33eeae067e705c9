"""A table of developments in, the same table with a day, a value and a weight for each row out.

The day is the middle of the development's interval where that is known and short, else the day
of its first report; the weight is credence times novelty, still without decay.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from detente.relations.constants import MAX_INTERVAL_DAYS, SCALE_NAMES, Scale

REQUIRED = (
    "development_id",
    "actor",
    "recipient",
    "symmetric",
    "earliest",
    "latest",
    "first_reported",
    "happened",
    "background",
    "credence",
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many developments of a pair do not count, and why."""

    no_day: int  # in no figure and no series
    no_score: int  # no value on this scale: volume only
    not_happened: int  # planned, threatened, denied or wished: volume only
    background: int  # told as earlier than the news: volume only

    @property
    def total(self) -> int:
        """All of them together."""
        return self.no_day + self.no_score + self.not_happened + self.background


def weigh(developments: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """Return the developments with `first`, `second`, `day`, `value` and `weight`.

    `first` and `second` are the two sides in alphabetical order. `day` is null where the text
    tells none. `weight` is credence, or 0 where the development did not happen, is background or
    has no value on this scale. Rows are ordered by day and id, so that figures do not depend on
    the order of the input.

    Raises ValueError for an unknown scale and for missing columns.
    """
    if scale not in SCALE_NAMES:
        raise ValueError(f"scale {scale!r} is unknown: expected one of {', '.join(SCALE_NAMES)}")
    missing = [name for name in (*REQUIRED, scale) if name not in developments.columns]
    if missing:
        raise ValueError(f"developments lack the columns {', '.join(missing)}")
    first_reported = pl.col("first_reported").cast(pl.Date)
    earliest, latest = pl.col("earliest").cast(pl.Date), pl.col("latest").cast(pl.Date)
    span = (latest - earliest).dt.total_days()
    middle = earliest + pl.duration(days=span // 2)
    day = (
        pl.when(span.is_between(0, MAX_INTERVAL_DAYS))
        # nothing happens, and no plan draws attention, later than its first report
        .then(pl.min_horizontal(middle.cast(pl.Date), first_reported))
        .when(~pl.col("background"))
        .then(first_reported)
    )
    value = pl.col(scale).cast(pl.Float64).fill_nan(None)
    counts = pl.col("happened") & ~pl.col("background") & value.is_not_null()
    return developments.with_columns(
        first=pl.min_horizontal("actor", "recipient"),
        second=pl.max_horizontal("actor", "recipient"),
        day=day.cast(pl.Date),
        value=value.fill_null(0.0),
        scored=value.is_not_null(),
        weight=pl.when(counts).then(pl.col("credence").cast(pl.Float64)).otherwise(0.0),
    ).sort("day", "development_id", nulls_last=True)


def of_pair(weighed: pl.DataFrame, a: str, b: str) -> pl.DataFrame:
    """Return the developments between `a` and `b`, either way."""
    first, second = sorted((a, b))
    return weighed.filter((pl.col("first") == first) & (pl.col("second") == second))


def in_window(weighed: pl.DataFrame, since: dt.date | None, until: dt.date | None) -> pl.DataFrame:
    """Return the developments with a day from `since` to `until`, both inclusive."""
    kept = weighed.filter(pl.col("day").is_not_null())
    if since is not None:
        kept = kept.filter(pl.col("day") >= since)
    if until is not None:
        kept = kept.filter(pl.col("day") <= until)
    return kept


def count_left_out(pair: pl.DataFrame, since: dt.date | None, until: dt.date | None) -> LeftOut:
    """Count what does not count between the days; each development under one reason only.

    A development without a day is counted whatever the days asked for.
    """
    dated = in_window(pair, since, until)
    background = dated.filter(pl.col("background"))
    planned = dated.filter(~pl.col("background") & ~pl.col("happened"))
    unscored = dated.filter(~pl.col("background") & pl.col("happened") & ~pl.col("scored"))
    return LeftOut(
        no_day=pair.filter(pl.col("day").is_null()).height,
        no_score=unscored.height,
        not_happened=planned.height,
        background=background.height,
    )
