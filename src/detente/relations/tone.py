"""Scores and weights of a pair in, its tone with a 90 % interval out, at one day or at many.

Tone is the mean score, shrunk to the mean of all pairs: m = (sum w s + K mu) / (sum w + K) with
w = credence x novelty x decay. The interval is a Bayesian bootstrap (Rubin 1981) in which every
replicate also holds K pseudo-developments of an average pair, so that few developments give a
wide interval and not a narrow one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.relations.constants import (
    HALF_LIFE_DAYS,
    INTERVAL,
    MIN_DEVELOPMENTS,
    PRIOR_WEIGHT,
    REPLICATES,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BLOCK_NUMBERS = 4_000_000  # keeps the bootstrap of a very large pair below about 100 MB


@dataclass(frozen=True, slots=True)
class Tone:
    """Mean score of a pair or dyad, shrunk, with its 90 % interval."""

    mean: float
    low: float
    high: float
    n: int  # developments that count
    weight: float  # their weights added up: beside K, how much the figure is the pair's own
    share_of_signs: float | None  # (C - F) / (C + F), weighted like the tone; None if all are 0


@dataclass(frozen=True, slots=True)
class Pool:
    """What all pairs look like in a period: the prior of every tone."""

    mu: float  # mean over pairs
    scores: Floats
    chances: Floats  # of each score being drawn; every pair has the same chance


@dataclass(frozen=True, slots=True)
class Counted:
    """The developments of one pair or dyad that count, ordered by day."""

    days: Ints
    scores: Floats
    weights: Floats

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.days)


def counted(weighed: pl.DataFrame) -> Counted:
    """Return the rows of weight above 0 as arrays; days are days since 1970."""
    kept = weighed.filter(pl.col("weight") > 0).sort("day", "development_id")
    return Counted(
        days=kept["day"].cast(pl.Int32).to_numpy().astype(np.int64),
        scores=kept["value"].to_numpy().astype(np.float64),
        weights=kept["weight"].to_numpy().astype(np.float64),
    )


def day_number(day: dt.date) -> int:
    """Return the days from 1970 to `day`, as `counted` has them."""
    return (day - dt.date(1970, 1, 1)).days


def pool_pairs(weighed: pl.DataFrame) -> Pool | None:
    """Return the pooled scores of all pairs, or None when no development counts.

    The mean of a pair counts once, however often it is in the news; a pseudo-development is
    likewise drawn from a pair first and then, by weight, from its developments.
    """
    kept = weighed.filter(pl.col("weight") > 0)
    if kept.is_empty():
        return None
    shares = kept.select(
        "value", chance=pl.col("weight") / pl.col("weight").sum().over("first", "second")
    )
    scores = shares["value"].to_numpy().astype(np.float64)
    chances = shares["chance"].to_numpy().astype(np.float64)
    chances = chances / chances.sum()
    return Pool(mu=float(scores @ chances), scores=scores, chances=chances)


def decayed_sums(values: Floats, days: Ints, ends: Ints) -> Floats:
    """Return at each end the sum of `values` up to that day, each halved every 90 days.

    `values` has one column a development, in the order of `days` (rising); the result has one
    column an end instead. No day may lie after the last end.
    """
    at = np.searchsorted(ends, days)
    here = values * np.exp2((days - ends[at]) / HALF_LIFE_DAYS)
    sums = np.zeros((*values.shape[:-1], len(ends)))
    if len(days):
        filled, firsts = np.unique(at, return_index=True)
        sums[..., filled] = np.add.reduceat(here, firsts, axis=-1)
    for k in range(1, len(ends)):
        sums[..., k] += sums[..., k - 1] * np.exp2((ends[k - 1] - ends[k]) / HALF_LIFE_DAYS)
    return sums


def shrunk_means(own: Counted, ends: Ints, mu: float) -> Floats:
    """Return the tone at each end."""
    sums = decayed_sums(own.weights * own.scores, own.days, ends)
    weights = decayed_sums(own.weights, own.days, ends)
    return np.asarray((sums + PRIOR_WEIGHT * mu) / (weights + PRIOR_WEIGHT))


def bootstrap_means(
    own: Counted, ends: Ints, pool: Pool, *, rng: np.random.Generator, replicates: int = REPLICATES
) -> Floats:
    """Return replicates of the tone: one row a replicate, one column an end.

    One replicate reweighs every development by an exponential draw and keeps it over all ends,
    so that differences between ends and between pairs can be read off the rows.
    """
    shape = (replicates, PRIOR_WEIGHT)
    pseudo = rng.choice(pool.scores, size=shape, p=pool.chances)
    pseudo_weights = rng.standard_exponential(shape)
    prior_sums = (pseudo * pseudo_weights).sum(axis=1, keepdims=True)
    prior_weights = pseudo_weights.sum(axis=1, keepdims=True)
    rows = max(1, BLOCK_NUMBERS // max(1, own.n))
    blocks = []
    for start in range(0, replicates, rows):
        part = slice(start, start + rows)
        draws = rng.standard_exponential((len(prior_sums[part]), own.n)) * own.weights
        weights = decayed_sums(draws, own.days, ends)
        sums = decayed_sums(draws * own.scores, own.days, ends)
        blocks.append((sums + prior_sums[part]) / (weights + prior_weights[part]))
    return np.concatenate(blocks)


def bounds(replicates: Floats) -> tuple[Floats, Floats]:
    """Return both ends of the 90 % interval of each column, or of one column of replicates."""
    tail = (1 - INTERVAL) / 2
    low, high = np.quantile(replicates, [tail, 1 - tail], axis=0)
    return low, high


def share_of_signs(own: Counted, end: int) -> float | None:
    """Return (C - F) / (C + F): C and F weigh cooperative and conflictual developments.

    1 when all are cooperative, -1 when all are conflictual, None when none is either.
    """
    weights = own.weights * np.exp2((own.days - end) / HALF_LIFE_DAYS)
    c = float(weights[own.scores > 0].sum())
    f = float(weights[own.scores < 0].sum())
    return (c - f) / (c + f) if c + f > 0 else None


def tone(
    own: Counted,
    pool: Pool | None,
    *,
    on: dt.date,
    rng: np.random.Generator,
    replicates: Floats | None = None,
) -> Tone | None:
    """Return the tone on a day, or None below three developments.

    No development may be later than `on`. `replicates` are those of that day where they have
    been drawn already, so that headline and series show one interval.
    """
    if pool is None or own.n < MIN_DEVELOPMENTS:
        return None
    end = day_number(on)
    ends = np.array([end], dtype=np.int64)
    if replicates is None:
        replicates = bootstrap_means(own, ends, pool, rng=rng)[:, -1]
    low, high = bounds(replicates)
    return Tone(
        mean=float(shrunk_means(own, ends, pool.mu)[0]),
        low=float(low),
        high=float(high),
        n=own.n,
        weight=float(decayed_sums(own.weights, own.days, ends)[0]),
        share_of_signs=share_of_signs(own, end),
    )
