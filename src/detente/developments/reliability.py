"""How reliable each outlet has shown itself: its claims and what settled them in, standings out.

An outlet starts with the grade of the shipped table, F when nothing is known. What became of its
claims moves that: the Beta of its reliability r is updated with every act that it reported and that
was settled afterwards (`outcomes`): owned to, found by a court or a body of states, taken back. That
other outlets report the same counts for nothing here, since falsehoods travel together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from detente.codebooks.outlets import find_outlet
from detente.developments import constants as c

__all__ = [
    "Claim",
    "Standing",
    "Standings",
    "claims_of",
    "grade_of",
    "learn_standings",
    "standing_of",
]

Basis = Literal["table", "unknown", "learned", "user"]

GRID = 99  # values of r at which its distribution is held
MOST_WEIGHT = 5.0  # of a confirmed claim beside a contradicted one, and the inverse
SETTLED = (
    0.75  # an act so likely by what settled it counts as confirmed, its opposite as contradicted
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is held of an outlet: mean r of its reports, how sure that is, and on what ground."""

    outlet: str
    grade: str  # A to F
    mean: float
    size: float  # sum of the parameters of the Beta of r
    basis: Basis
    claims: int = 0  # settled acts that it had reported
    confirmed: int = 0
    contradicted: int = 0


Standings = Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Claim:
    """An act that an outlet reported and that was settled afterwards."""

    outlet: str
    prior: float
    scale: float  # hedges of the report
    settled: float  # how likely the act is by what settled it


def claims_of(working: Mapping[str, Any]) -> list[Claim]:
    """Return the claims in the working of one development; none where nothing settled it."""
    if working["about"] != "happened":
        return []
    # "outcome" is not there in developments of an earlier version
    for_it, against = (
        sum(bool(row.get("outcome")) for row in working[name]) for name in ("origins", "denials")
    )
    if not for_it and not against:
        return []
    r = c.SETTLING_R
    one = math.log((r + (1 - r) * c.FALSE_SHARE) / ((1 - r) * c.FALSE_SHARE))
    p = 1 / (1 + math.exp(-(working["prior_log_odds"] + (for_it - against) * one)))
    return [
        Claim(outlet, working["prior"], row["claimed_with"], p)
        for row in working["origins"]
        for outlet in row.get("carriers", ())
        if outlet
    ]


def standing_of(name: str | None, standings: Standings) -> Standing:
    """Return the standing of an outlet: learned or set, else that of the shipped table."""
    outlet = find_outlet(name)
    return standings.get(outlet.name) or _starting(outlet.name)


@cache
def _starting(name: str) -> Standing:
    grade = find_outlet(name).reliability
    basis: Basis = "unknown" if grade == "F" else "table"
    return Standing(name, grade, c.RELIABILITY[grade], c.CONCENTRATION[grade], basis)


def grade_of(mean: float) -> str:
    """Return the letter whose reliability is nearest, A to E: F is for the unknown.

    >>> grade_of(.93), grade_of(.74), grade_of(.1)
    ('A', 'C', 'E')
    """
    known = [grade for grade in c.RELIABILITY if grade != "F"]
    return min(known, key=lambda grade: (abs(c.RELIABILITY[grade] - mean), grade))


def learn_standings(claims: Sequence[Claim], standings: Standings) -> dict[str, Standing]:
    """Return the standing of every outlet with settled claims, from its starting grade.

    Those that a user set stay as they are and are not returned. The order of the claims does not
    matter.
    """
    fixed = {name for name, standing in standings.items() if standing.basis == "user"}
    weight = _weight_of_confirmed(claims)
    by_outlet: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.outlet not in fixed:
            by_outlet[claim.outlet].append(claim)
    return {
        outlet: _learned(_starting(outlet), own, weight)
        for outlet, own in sorted(by_outlet.items())
    }


def _weight_of_confirmed(claims: Sequence[Claim]) -> float:
    """Return how much a confirmed claim counts beside a contradicted one.

    What was true is owned to, what was false is seldom taken back, so that more of the true is
    settled. The settled claims of all outlets together are taken to be as good as their starting
    grades say; only who is better or worse than that is learned.
    """
    expected = [_share_true(_starting(one.outlet).mean * one.scale, one.prior) for one in claims]
    settled = sorted(one.settled for one in claims)
    n = len(claims) + 2  # one true and one false more: few claims say little
    told, seen = (sum(sorted(expected)) + 1) / n, (sum(settled) + 1) / n
    weight = (told / (1 - told)) / (seen / (1 - seen))
    return min(max(weight, 1 / MOST_WEIGHT), MOST_WEIGHT)


def _share_true(r: float, prior: float) -> float:
    """Return how likely an act is by one claim of a channel of reliability `r`."""
    if_true, if_false = prior * (r + (1 - r) * c.FALSE_SHARE), (1 - prior) * (1 - r) * c.FALSE_SHARE
    return if_true / (if_true + if_false)


def _learned(start: Standing, claims: Sequence[Claim], weight: float) -> Standing:
    """Return an outlet's standing once its claims are weighed (a grid over the Beta of r).

    A claim counts `weight` where it was confirmed, 1 where it was contradicted, between them by how
    likely it is.
    """
    rows = sorted((one.prior, one.scale, one.settled) for one in claims)
    prior, scale, settled = (np.array(column) for column in zip(*rows, strict=True))
    points = (np.arange(GRID) + 0.5) / GRID
    a, b = start.mean * start.size, (1 - start.mean) * start.size
    log_weight = (a - 1) * np.log(points) + (b - 1) * np.log(1 - points)
    r = points[:, None] * scale[None, :]
    if_true, if_false = r + (1 - r) * c.FALSE_SHARE, (1 - r) * c.FALSE_SHARE
    # only what it claimed is seen, not what it passed over: claims are taken as given
    seen = settled * if_true + (1 - settled) * if_false
    made = prior * if_true + (1 - prior) * if_false
    counts = settled * weight + (1 - settled)
    log_weight = log_weight + np.log(seen / made) @ counts
    mass = np.exp(log_weight - log_weight.max())
    mass /= mass.sum()
    mean = float(mass @ points)
    spread = float(mass @ (points - mean) ** 2)
    size = max(start.size, mean * (1 - mean) / max(spread, 1e-6) - 1)
    return Standing(
        start.outlet, grade_of(mean), round(mean, 4), round(float(size), 2), "learned",
        claims=len(rows), confirmed=int((settled >= SETTLED).sum()),
        contradicted=int((settled <= 1 - SETTLED).sum()),
    )  # fmt: skip
