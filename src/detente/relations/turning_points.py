"""Weighed developments of a pair in, the weeks in which its tone or its volume changed out.

Breaks are found by PELT with a least-squares cost (Killick, Fearnhead and Eckley 2012) on a
standardised weekly series: the weekly mean of scores for tone, where only weeks with news count,
and for volume the weekly number of developments against what coverage lets expect.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.relations.constants import (
    BREAK_PENALTY,
    HALF_LIFE_DAYS,
    MAX_CITED,
    MAX_COVERAGE_SHARE,
    MIN_AFTER_BREAK,
    MIN_SEGMENT_WEEKS,
)
from detente.relations.periods import periods, start_of

Kind = Literal["tone", "volume"]


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A day from which tone or volume keeps another level."""

    date: dt.date
    kind: Kind
    before: float  # mean score, or developments a week, of the stretch before
    after: float
    developments: tuple[str, ...]  # ids of those that made it, by day


def find_breaks(series: NDArray[np.float64], *, least_spread: float = 0.0) -> list[int]:
    """Return the positions at which a new level begins; none where the series is too short.

    The series is standardised here, by its own standard deviation or by `least_spread` if that
    is larger: the noise that it must have, so that a very even series shows no false precision.
    """
    # half a second of scipy, needed by nobody who only asks for a tone
    import ruptures

    spread = max(least_spread, float(series.std())) if len(series) else 0.0
    if len(series) < 2 * MIN_SEGMENT_WEEKS or np.isclose(spread, 0.0):
        return []
    standard = (series - series.mean()) / spread
    # the linear kernel is the least-squares cost; this implementation is PELT in C
    search = ruptures.KernelCPD(kernel="linear", min_size=MIN_SEGMENT_WEEKS)
    penalty = BREAK_PENALTY * np.log(len(series))
    return [int(end) for end in search.fit_predict(standard.reshape(-1, 1), pen=penalty)[:-1]]


def keep_supported(breaks: list[int], counts: NDArray[np.int64]) -> list[int]:
    """Drop breaks with fewer than three developments up to the next break.

    `counts` holds the developments of each week. Read from the end, so that a dropped break
    hands its developments to the break before it.
    """
    kept: list[int] = []
    until = len(counts)
    for position in reversed(breaks):
        if counts[position:until].sum() >= MIN_AFTER_BREAK:
            kept.append(position)
            until = position
    return kept[::-1]


def tone_turning_points(pair: pl.DataFrame) -> list[TurningPoint]:
    """Return the turning points of tone, by day.

    `pair` holds the weighed developments of one pair, all with a day. Only those that count
    (weight above 0) are looked at; weeks without any are passed over, since silence is no tone.
    """
    own = pair.filter(pl.col("weight") > 0).with_columns(
        week=pl.col("day").dt.truncate("1w"), product=pl.col("weight") * pl.col("value")
    )
    weekly = (
        own.group_by("week")
        .agg(pl.col("product").sum(), pl.col("weight").sum(), n=pl.len())
        .sort("week")
    )
    means = (weekly["product"] / weekly["weight"]).to_numpy()
    breaks = keep_supported(find_breaks(means), weekly["n"].to_numpy().astype(np.int64))
    edges = [0, *breaks, weekly.height]
    weeks = weekly["week"].to_list()
    points = []
    for k, position in enumerate(breaks, start=1):
        earlier = own.filter(pl.col("week").is_between(weeks[edges[k - 1]], weeks[position - 1]))
        later = own.filter(pl.col("week").is_between(weeks[position], weeks[edges[k + 1] - 1]))
        points.append(_tone_turning_point(earlier, later, week=weeks[position]))
    return points


def _tone_turning_point(
    earlier: pl.DataFrame, later: pl.DataFrame, *, week: dt.date
) -> TurningPoint:
    before, after = _weighted_mean(earlier), _weighted_mean(later)
    pull = (pl.col("value") - before) * np.sign(after - before) * pl.col("weight")
    age = (pl.col("day") - week).dt.total_days()
    movers = later.with_columns(pull=pull * 2 ** (-age / HALF_LIFE_DAYS)).filter(pl.col("pull") > 0)
    cited = movers.sort("pull", "development_id", descending=[True, False]).head(MAX_CITED)
    first_move = movers["day"].min()
    return TurningPoint(
        date=first_move if isinstance(first_move, dt.date) else week,
        kind="tone",
        before=before,
        after=after,
        developments=tuple(cited.sort("day", "development_id")["development_id"]),
    )


def _weighted_mean(own: pl.DataFrame) -> float:
    return float(own["product"].to_numpy().sum() / own["weight"].to_numpy().sum())


def volume_turning_points(
    pair: pl.DataFrame, everything: pl.DataFrame, *, first: dt.date, last: dt.date
) -> list[TurningPoint]:
    """Return the turning points of volume between two days.

    What is looked at is the number of developments of the pair in a week against its share of
    all developments of that week, so that growing coverage is no turn. Where the pair makes up
    most of the record, the length of the week takes the place of coverage.
    """
    weeks = periods(first, last, by="week")
    volume = _count_by_week(pair, weeks)
    total = _count_by_week(everything, weeks)
    days = np.array([(end - start).days + 1 for start, end in weeks], dtype=np.float64)
    exposure = total if volume.sum() <= MAX_COVERAGE_SHARE * total.sum() else days
    expected = exposure * volume.sum() / max(exposure.sum(), 1.0)
    # Freeman and Tukey (1950): of a variance of about 1 for few and many
    residuals = np.sqrt(volume) + np.sqrt(volume + 1) - np.sqrt(4 * expected + 1)
    breaks = keep_supported(find_breaks(residuals, least_spread=1.0), volume.astype(np.int64))
    edges = [0, *breaks, len(weeks)]
    points = []
    for k, position in enumerate(breaks, start=1):
        then, now = slice(edges[k - 1], position), slice(position, edges[k + 1])
        before = 7 * float(volume[then].sum() / days[then].sum())
        after = 7 * float(volume[now].sum() / days[now].sum())
        date = weeks[position][0]
        busy = pair.filter(pl.col("day") >= date if after > before else pl.col("day") < date)
        busy = busy.sort("day", "development_id")
        cited = busy.head(MAX_CITED) if after > before else busy.tail(MAX_CITED)
        points.append(TurningPoint(date, "volume", before, after, tuple(cited["development_id"])))
    return points


def _count_by_week(rows: pl.DataFrame, weeks: list[tuple[dt.date, dt.date]]) -> NDArray[np.float64]:
    counts = dict(rows.group_by(pl.col("day").dt.truncate("1w")).agg(pl.len()).iter_rows())
    return np.array([counts.get(start_of(start, "week"), 0) for start, _ in weeks], dtype=float)
