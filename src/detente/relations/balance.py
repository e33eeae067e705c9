"""A table of developments, a state and two rivals in, how the state stands between them out.

The table is that of `relation`: one row a development, all pairs of the record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import ndtri

from detente.relations.constants import (
    HALF_LIFE_DAYS,
    INTERVAL,
    MIN_CHANGES,
    MIN_DEVELOPMENTS,
    MIN_PEERS,
    MIN_SIDE,
    PRIOR_WEIGHT,
    SEED,
    By,
    Scale,
)
from detente.relations.periods import periods
from detente.relations.tone import (
    Counted,
    Floats,
    Pool,
    Tone,
    bootstrap_means,
    bounds,
    counted,
    day_number,
    pool_pairs,
    shrunk_means,
    tone,
)
from detente.relations.validation import Validation, validation_of
from detente.relations.weighing import LeftOut, count_left_out, in_window, of_pair, weigh


@dataclass(frozen=True, slots=True)
class Lean:
    """Tone with the first rival minus tone with the second: above 0 is towards the first."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AtTheExpense:
    """Correlation of the changes of both ties; below 0 one moves at the expense of the other."""

    correlation: float
    low: float
    high: float
    n: int  # months or weeks with news on both ties


@dataclass(frozen=True, slots=True)
class LeanPeriod:
    """The lean on the last day of a month or week; None below three developments on a side."""

    start: dt.date
    end: dt.date
    lean: float | None
    low: float | None
    high: float | None
    n: tuple[int, int]  # developments of the period that count, with each rival


@dataclass(frozen=True, slots=True)
class Balance:
    """How a state stands between two rivals. Intervals hold 90 %; None: not enough data."""

    state: str
    between: tuple[str, str]
    scale: Scale
    since: dt.date | None
    until: dt.date | None
    by: By
    tones: tuple[Tone | None, Tone | None]  # with each rival
    lean: Lean | None
    percentile: float | None  # 0-100: how many of the peers lean less to the first rival
    z: float | None  # standard deviations from the mean of the peers
    peers: int  # states with five developments with each rival, this one among them
    engagement: float | None  # the lower of both tones: neglecting both is no balance
    position: str  # leaning P|leaning Q|balanced|no clear lean|estranged|unknown
    at_the_expense: AtTheExpense | None
    validated: bool | None  # None: never compared for these rivals
    validation: Validation | None
    series: tuple[LeanPeriod, ...]
    left_out: tuple[LeftOut, LeftOut]


def balance(
    developments: pl.DataFrame,
    state: str,
    *,
    between: tuple[str, str],
    by: By = "month",
    since: dt.date | None = None,
    until: dt.date | None = None,
    scale: Scale = "score",
    rng: np.random.Generator | None = None,
) -> Balance:
    """Return how `state` stands between two rivals, beside all states that deal with both.

    `since`, `until`, `scale` and `rng` are those of `relation`. A lean needs three developments
    with each rival, a position, a percentile and z five.

    Raises ValueError unless the state and the rivals are three actors, for an unknown scale or
    `by`, for a `since` later than `until`, and when columns are missing.
    """
    p, q = between
    if len({state, p, q}) < 3:
        raise ValueError(f"a balance needs three actors: {state} between {p} and {q} was given")
    if since is not None and until is not None and since > until:
        raise ValueError(f"since {since} is later than until {until}")
    rng = rng or np.random.default_rng(SEED)
    weighed = weigh(developments, scale)
    everything = in_window(weighed, since, until)
    pool = pool_pairs(everything)
    sides = (counted(of_pair(everything, state, p)), counted(of_pair(everything, state, q)))
    first, last = _window(everything, (state, p, q), since, until)
    tones: tuple[Tone | None, Tone | None] = (None, None)
    series: tuple[LeanPeriod, ...] = ()
    if first and last and pool:
        spans = periods(first, last, by=by)
        ends = np.array([day_number(end) for _, end in spans], dtype=np.int64)
        draws = [bootstrap_means(side, ends, pool, rng=rng) for side in sides]
        tones = (
            tone(sides[0], pool, on=last, rng=rng, replicates=draws[0][:, -1]),
            tone(sides[1], pool, on=last, rng=rng, replicates=draws[1][:, -1]),
        )
        series = tuple(_leans(sides, pool, spans, draws[0] - draws[1]))
    lean = _last_lean(series)
    leans = _peer_leans(everything, p, q, pool, last)
    rank = _rank(leans, state)
    known = validation_of(p, q)
    return Balance(
        state=state,
        between=(p, q),
        scale=scale,
        since=first,
        until=last,
        by=by,
        tones=tones,
        lean=lean,
        percentile=rank[0] if rank else None,
        z=rank[1] if rank else None,
        peers=len(leans),
        engagement=min(tones[0].mean, tones[1].mean) if tones[0] and tones[1] else None,
        position=decide_position(tones, lean, between=between),
        at_the_expense=_at_the_expense(sides, pool, series),
        validated=known.validated if known else None,
        validation=known,
        series=series,
        left_out=(
            count_left_out(of_pair(weighed, state, p), since, until),
            count_left_out(of_pair(weighed, state, q), since, until),
        ),
    )


def decide_position(
    tones: tuple[Tone | None, Tone | None], lean: Lean | None, *, between: tuple[str, str]
) -> str:
    """Return the position of a state in words; the first that holds decides.

    unknown (fewer than five developments on a side), estranged (both tones below 0), balanced
    (0 inside the interval of the lean and both tones above 0), leaning to a rival (interval clear
    of 0), no clear lean.
    """
    with_p, with_q = tones
    if with_p is None or with_q is None or lean is None or min(with_p.n, with_q.n) < MIN_SIDE:
        return "unknown"
    if with_p.mean < 0 and with_q.mean < 0:
        return "estranged"
    if lean.low <= 0 <= lean.high:
        return "balanced" if min(with_p.mean, with_q.mean) > 0 else "no clear lean"
    return f"leaning {between[0] if lean.low > 0 else between[1]}"


def _window(
    everything: pl.DataFrame,
    actors: tuple[str, str, str],
    since: dt.date | None,
    until: dt.date | None,
) -> tuple[dt.date | None, dt.date | None]:
    state, p, q = actors
    both = pl.concat([of_pair(everything, state, p), of_pair(everything, state, q)])
    first, last = both["day"].min(), everything["day"].max()
    start = since or (first if isinstance(first, dt.date) else None)
    end = until or (last if isinstance(last, dt.date) else None)
    return start, end


def _leans(
    sides: tuple[Counted, Counted],
    pool: Pool,
    spans: list[tuple[dt.date, dt.date]],
    draws: Floats,
) -> list[LeanPeriod]:
    ends = np.array([day_number(end) for _, end in spans], dtype=np.int64)
    means = shrunk_means(sides[0], ends, pool.mu) - shrunk_means(sides[1], ends, pool.mu)
    low, high = bounds(draws)
    known = [np.searchsorted(side.days, ends, side="right") for side in sides]
    enough = np.minimum(*known) >= MIN_DEVELOPMENTS
    new = [np.diff(counts, prepend=0) for counts in known]
    return [
        LeanPeriod(
            start=start,
            end=end,
            lean=float(means[k]) if enough[k] else None,
            low=float(low[k]) if enough[k] else None,
            high=float(high[k]) if enough[k] else None,
            n=(int(new[0][k]), int(new[1][k])),
        )
        for k, (start, end) in enumerate(spans)
    ]


def _last_lean(series: tuple[LeanPeriod, ...]) -> Lean | None:
    last = series[-1] if series else None
    if last is None or last.lean is None or last.low is None or last.high is None:
        return None
    return Lean(last.lean, last.low, last.high)


def _peer_leans(
    everything: pl.DataFrame, p: str, q: str, pool: Pool | None, last: dt.date | None
) -> dict[str, float]:
    """Return the lean of every state with five developments that count with each rival."""
    if pool is None or last is None:
        return {}
    means = [_tones_with(everything, rival, pool.mu, last) for rival in (p, q)]
    peers = means[0].join(means[1], on="state").filter(~pl.col("state").is_in([p, q]))
    return dict(peers.select("state", pl.col("mean") - pl.col("mean_right")).iter_rows())


def _tones_with(everything: pl.DataFrame, rival: str, mu: float, last: dt.date) -> pl.DataFrame:
    """Return the tone of every state with `rival`, where there are five developments."""
    age = (pl.lit(last) - pl.col("day")).dt.total_days()
    decayed = everything.filter(
        ((pl.col("first") == rival) | (pl.col("second") == rival)) & (pl.col("weight") > 0)
    ).select(
        "value",
        state=pl.when(pl.col("first") == rival).then("second").otherwise("first"),
        weight=pl.col("weight") * 2.0 ** (-age / HALF_LIFE_DAYS),
    )
    return (
        # organisations and groups have no lean that a state could be ranked with
        decayed.filter(~pl.col("state").str.contains(":", literal=True))
        .group_by("state")
        .agg(
            n=pl.len(),
            mean=((pl.col("weight") * pl.col("value")).sum() + PRIOR_WEIGHT * mu)
            / (pl.col("weight").sum() + PRIOR_WEIGHT),
        )
        .filter(pl.col("n") >= MIN_SIDE)
        .select("state", "mean")
    )


def _rank(leans: dict[str, float], state: str) -> tuple[float, float] | None:
    """Return percentile (ties count half) and z of a state among its peers."""
    if state not in leans or len(leans) < MIN_PEERS:
        return None
    values = np.array(list(leans.values()))
    own = leans[state]
    others = np.array([lean for name, lean in leans.items() if name != state])
    below = float((others < own).sum() + 0.5 * (others == own).sum())
    spread = float(values.std(ddof=1))
    z = (own - float(values.mean())) / spread if spread > 0 else 0.0
    return 100 * below / len(others), z


def _at_the_expense(
    sides: tuple[Counted, Counted], pool: Pool | None, series: tuple[LeanPeriod, ...]
) -> AtTheExpense | None:
    """Return the correlation of both ties' changes over periods with news on both.

    In a period without news a tone only drifts to the mean of all pairs, and two ties that both
    do so would seem to move together.
    """
    if pool is None or not series:
        return None
    ends = np.array([day_number(period.end) for period in series], dtype=np.int64)
    changes = [np.diff(shrunk_means(side, ends, pool.mu)) for side in sides]
    started = [period.lean is not None for period in series]
    usable = np.array(
        [started[k - 1] and min(series[k].n) > 0 for k in range(1, len(series))], dtype=bool
    )
    return correlate(changes[0][usable], changes[1][usable])


def correlate(x: Floats, y: Floats) -> AtTheExpense | None:
    """Return Pearson's correlation with Fisher's interval; None below ten pairs or if constant."""
    n = len(x)
    if n < MIN_CHANGES or np.isclose(x.std(), 0) or np.isclose(y.std(), 0):
        return None
    r = float(np.corrcoef(x, y)[0, 1])
    middle = np.arctanh(np.clip(r, -0.999999, 0.999999))
    half = ndtri(0.5 + INTERVAL / 2) / np.sqrt(n - 3)
    return AtTheExpense(r, float(np.tanh(middle - half)), float(np.tanh(middle + half)), n)
