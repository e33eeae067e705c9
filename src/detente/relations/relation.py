"""A table of developments and two actors in, the state of their relation over time out.

One row of the table is one development, with the columns development_id, actor, recipient,
symmetric, event_type, quad, score, goldstein, earliest, latest, first_reported, happened,
background, credence (its mean), n_reports, label. The table holds all pairs of the record: tone
is shrunk to their mean, and volume is also given as a share of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.relations.constants import (
    HALF_LIFE_DAYS,
    MIN_DEVELOPMENTS,
    PRIOR_WEIGHT,
    SEED,
    STOCK_START,
    By,
    Scale,
)
from detente.relations.periods import periods
from detente.relations.stock import stock_levels
from detente.relations.tone import (
    Counted,
    Floats,
    Ints,
    Pool,
    Tone,
    bootstrap_means,
    bounds,
    counted,
    day_number,
    decayed_sums,
    pool_pairs,
    shrunk_means,
    tone,
)
from detente.relations.turning_points import (
    TurningPoint,
    tone_turning_points,
    volume_turning_points,
)
from detente.relations.weighing import LeftOut, count_left_out, in_window, of_pair, weigh


@dataclass(frozen=True, slots=True)
class Period:
    """A month or week of a relation; both days inclusive."""

    start: dt.date
    end: dt.date
    tone: float | None  # on the last day, from all developments up to it; None below three
    low: float | None
    high: float | None
    volume: int  # developments of the period, plans and denials among them
    n: int  # those of them that count for the tone
    volume_share: float | None  # of all developments of the period; None if there are none
    stock: float  # on the last day


@dataclass(frozen=True, slots=True)
class Direction:
    """How one side acts towards the other; symmetric acts count for both sides."""

    actor: str
    recipient: str
    tone: Tone | None


@dataclass(frozen=True, slots=True)
class Influence:
    """The development without which the tone would differ most."""

    development_id: str
    tone_without: float
    change: float  # tone_without minus tone


@dataclass(frozen=True, slots=True)
class Relation:
    """The state of a relation over time. Intervals hold 90 %; None: not enough data."""

    pair: tuple[str, str]
    scale: Scale
    since: dt.date | None  # first and last day looked at; None: no development has a day
    until: dt.date | None
    by: By
    tone: Tone | None
    share_of_signs: float | None
    stock: float | None  # from -9 to 9, over all developments up to `until`; None: none counts
    n_developments: int  # all of the pair with a day in these days
    mu: float | None  # the mean over all pairs, to which the tone is shrunk
    series: tuple[Period, ...]
    turning_points: tuple[TurningPoint, ...]
    directions: tuple[Direction, Direction]
    most_influential: Influence | None
    left_out: LeftOut


def relation(
    developments: pl.DataFrame,
    a: str,
    b: str,
    *,
    by: By = "month",
    since: dt.date | None = None,
    until: dt.date | None = None,
    scale: Scale = "score",
    rng: np.random.Generator | None = None,
) -> Relation:
    """Return the state of the relation between `a` and `b`, either way.

    `since` and `until` are inclusive; without `until` the relation is seen from the last day on
    which anything in the table happened. Tone, signs, turning points and the mean over all pairs
    rest on developments between these days alone; the stock on all up to `until`. `rng` draws
    the intervals; the default has a fixed seed.

    Raises ValueError when `a` is `b`, for an unknown scale or `by`, for a `since` later than
    `until`, and when columns are missing.
    """
    if a == b:
        raise ValueError(f"a relation needs two actors: {a} was given twice")
    if since is not None and until is not None and since > until:
        raise ValueError(f"since {since} is later than until {until}")
    rng = rng or np.random.default_rng(SEED)
    weighed = weigh(developments, scale)
    everything = in_window(weighed, since, until)
    all_of_pair = of_pair(weighed, a, b)
    pair = of_pair(everything, a, b)
    first, last = window(pair, everything, since, until)
    pool = pool_pairs(everything)
    own = counted(pair)
    spans = periods(first, last, by=by) if first and last else []
    draws = _draws(own, pool, spans, rng)
    now = tone(own, pool, on=last, rng=rng, replicates=draws[:, -1]) if spans and last else None
    stock = _stock_by_day(in_window(all_of_pair, None, until))
    return Relation(
        pair=(a, b),
        scale=scale,
        since=first,
        until=last,
        by=by,
        tone=now,
        share_of_signs=now.share_of_signs if now else None,
        stock=float(stock["stock"][-1]) if stock.height else None,
        n_developments=pair.height,
        mu=pool.mu if pool else None,
        series=tuple(_series(pair, everything, stock, pool, spans, draws)),
        turning_points=tuple(_turning_points(pair, everything, first, last)),
        directions=(
            _direction(pair, a, b, pool, last, rng),
            _direction(pair, b, a, pool, last, rng),
        ),
        most_influential=_most_influential(pair, own, pool, last) if now else None,
        left_out=count_left_out(all_of_pair, since, until),
    )


def window(
    pair: pl.DataFrame, everything: pl.DataFrame, since: dt.date | None, until: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day of the series: as asked, else the pair's and the table's."""
    first, last = pair["day"].min(), everything["day"].max()
    start = since or (first if isinstance(first, dt.date) else None)
    end = until or (last if isinstance(last, dt.date) else None)
    return start, end


def _draws(
    own: Counted,
    pool: Pool | None,
    spans: list[tuple[dt.date, dt.date]],
    rng: np.random.Generator,
) -> Floats:
    """Return replicates of the tone at the end of every period; zeros when nothing counts."""
    ends = np.array([day_number(end) for _, end in spans], dtype=np.int64)
    if pool is None or own.n < MIN_DEVELOPMENTS:
        return np.zeros((1, len(ends)))
    return bootstrap_means(own, ends, pool, rng=rng)


def _stock_by_day(pair: pl.DataFrame) -> pl.DataFrame:
    own = pair.filter(pl.col("weight") > 0).sort("day", "development_id")
    levels = stock_levels(own["value"].to_list(), own["weight"].to_list(), own["day"].to_list())
    return own.select("day").with_columns(stock=pl.Series(levels, dtype=pl.Float64))


def _series(
    pair: pl.DataFrame,
    everything: pl.DataFrame,
    stock: pl.DataFrame,
    pool: Pool | None,
    spans: list[tuple[dt.date, dt.date]],
    draws: Floats,
) -> list[Period]:
    if not spans:
        return []
    own = counted(pair)
    ends = np.array([day_number(end) for _, end in spans], dtype=np.int64)
    known = _counts_up_to(own.days, ends)
    volume = np.diff(_counts_up_to(_day_numbers(pair), ends), prepend=0)
    total = np.diff(
        _counts_up_to(_day_numbers(everything), ends), prepend=_before(everything, spans)
    )
    at = _counts_up_to(_day_numbers(stock), ends)
    levels = [STOCK_START, *stock["stock"].to_list()]
    if pool is not None and own.n >= MIN_DEVELOPMENTS:
        means = shrunk_means(own, ends, pool.mu)
    else:
        means = np.full(len(ends), np.nan)  # never shown: no end has three
    low, high = bounds(draws)
    counts = np.diff(known, prepend=0)
    return [
        Period(
            start=start,
            end=end,
            tone=float(means[k]) if known[k] >= MIN_DEVELOPMENTS else None,
            low=float(low[k]) if known[k] >= MIN_DEVELOPMENTS else None,
            high=float(high[k]) if known[k] >= MIN_DEVELOPMENTS else None,
            volume=int(volume[k]),
            n=int(counts[k]),
            volume_share=float(volume[k] / total[k]) if total[k] else None,
            stock=levels[at[k]],
        )
        for k, (start, end) in enumerate(spans)
    ]


def _day_numbers(rows: pl.DataFrame) -> Ints:
    return rows["day"].cast(pl.Int32).sort().to_numpy().astype(np.int64)


def _counts_up_to(days: Ints, ends: Ints) -> Ints:
    return np.searchsorted(days, ends, side="right").astype(np.int64)


def _before(rows: pl.DataFrame, spans: list[tuple[dt.date, dt.date]]) -> int:
    return rows.filter(pl.col("day") < spans[0][0]).height


def _turning_points(
    pair: pl.DataFrame, everything: pl.DataFrame, first: dt.date | None, last: dt.date | None
) -> list[TurningPoint]:
    if first is None or last is None or pair.is_empty():
        return []
    found = [
        *tone_turning_points(pair),
        *volume_turning_points(pair, everything, first=first, last=last),
    ]
    return sorted(found, key=lambda point: (point.date, point.kind))


def towards(pair: pl.DataFrame, actor: str, recipient: str) -> pl.DataFrame:
    """Return what `actor` does to `recipient`, symmetric acts included."""
    directed = (pl.col("actor") == actor) & (pl.col("recipient") == recipient)
    return pair.filter(directed | pl.col("symmetric"))


def _direction(
    pair: pl.DataFrame,
    actor: str,
    recipient: str,
    pool: Pool | None,
    last: dt.date | None,
    rng: np.random.Generator,
) -> Direction:
    own = counted(towards(pair, actor, recipient))
    return Direction(actor, recipient, tone(own, pool, on=last, rng=rng) if last else None)


def _most_influential(
    pair: pl.DataFrame, own: Counted, pool: Pool | None, last: dt.date | None
) -> Influence | None:
    if pool is None or last is None:
        return None
    ends = np.array([day_number(last)], dtype=np.int64)
    weights = own.weights * np.exp2((own.days - ends[0]) / HALF_LIFE_DAYS)
    total = decayed_sums(own.weights, own.days, ends)[0] + PRIOR_WEIGHT
    mean = shrunk_means(own, ends, pool.mu)[0]
    without = (mean * total - weights * own.scores) / (total - weights)
    k = int(np.argmax(np.abs(without - mean)))
    ids = pair.filter(pl.col("weight") > 0).sort("day", "development_id")["development_id"]
    return Influence(ids[k], float(without[k]), float(without[k] - mean))
