"""Values and weights in order of time in, the level of a relation after each of them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.relations.constants import STOCK_LIMIT, STOCK_START, STOCK_STEP


def stock_levels(
    scores: Sequence[float],
    weights: Sequence[float],
    days: Sequence[dt.date],
    *,
    step: float = STOCK_STEP,
    drift_half_life_days: float | None = None,
) -> list[float]:
    """Return the level after each development, from -9 to 9.

    P <- P + a s/10 * 9 * (1 - sign(s) P/9) with a = `step` times the development's weight: good
    news moves a good relation little and bad news much. The level starts at 0. With
    `drift_half_life_days` half of the way home to the start is gone after that many days without
    news; by default a level stays until something moves it.

    Raises ValueError unless 0 < step <= 1. After Tsinghua's Database of Great-Power Relations.
    """
    if not 0 < step <= 1:
        raise ValueError(f"step is {step}: expected above 0 and at most 1")
    level, levels = STOCK_START, []
    previous: dt.date | None = None
    for score, weight, day in zip(scores, weights, days, strict=True):
        if drift_half_life_days is not None and previous is not None:
            kept = 0.5 ** ((day - previous).days / drift_half_life_days)
            level = STOCK_START + (level - STOCK_START) * kept
        sign = (score > 0) - (score < 0)
        level += step * weight * score / 10 * STOCK_LIMIT * (1 - sign * level / STOCK_LIMIT)
        levels.append(level)
        previous = day
    return levels
