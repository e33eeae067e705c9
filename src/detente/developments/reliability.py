"""How reliable each outlet has shown itself: its claims and what else is known of them in, standings out.

An outlet starts with the grade of the shipped table, F when nothing is known. What became of its
claims moves that: the Beta of its reliability r is updated with every act that it vouches for and that
other origins confirm or contradict, its own word left aside. Reliabilities and acts are weighed in
turn until they stand still (expectation-maximisation after Dawid and Skene 1979, with the claim model
of `credence`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.codebooks.outlets import find_outlet
from detente.developments import constants as c

__all__ = ["Claim", "Standing", "Standings", "grade_of", "learn_standings", "standing_of"]

Basis = Literal["table", "unknown", "learned", "user"]
Floats = NDArray[np.float64]

ROUNDS = 12  # the largest change of r is below .01 after eight on simulated news
GRID = 99  # values of r at which its distribution is held
SETTLED = 0.9  # an act that others make so likely counts as confirmed, its opposite as contradicted
_MOST_TERMS = 12.0  # log odds: beyond, one act more or less decides nothing


@dataclass(frozen=True, slots=True)
class Standing:
    """What is held of an outlet: mean r of its reports, how sure that is, and on what ground."""

    outlet: str
    grade: str  # A to F
    mean: float
    size: float  # sum of the parameters of the Beta of r
    basis: Basis
    claims: int = 0  # acts it vouched for of which others say something
    confirmed: int = 0
    contradicted: int = 0


Standings = Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Claim:
    """One origin of one development: which channel vouched (or denied), and how firmly."""

    development_id: str
    prior: float
    channel: str  # outlet or wire; "" for none
    scale: float  # hedges
    sign: int  # 1 claim, -1 denial


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
    """Return the standing of every outlet with claims that others confirm or contradict.

    `claims` are those of all developments. Outlets whose standing a user set keep it and count with
    it. The result does not depend on the order of the claims.
    """
    claims = sorted(claims, key=lambda one: (one.development_id, one.channel, one.sign, one.scale))
    if not claims:
        return {}
    channels = sorted({claim.channel for claim in claims})
    acts = sorted({claim.development_id for claim in claims})
    number = {name: n for n, name in enumerate(channels)}
    place = {name: n for n, name in enumerate(acts)}
    of_channel = np.array([number[claim.channel] for claim in claims])
    of_act = np.array([place[claim.development_id] for claim in claims])
    scale = np.array([claim.scale for claim in claims])
    sign = np.array([claim.sign for claim in claims], dtype=float)
    prior = np.array([claim.prior for claim in claims])
    fixed = {s.outlet: s for s in standings.values() if s.basis == "user"}
    start = [fixed.get(name) or _starting(name) for name in channels]
    r = np.array([standing.mean for standing in start])
    spread = r * 0
    others = prior
    for _ in range(ROUNDS):
        others = _by_others(r[of_channel] * scale, sign, prior, of_act, len(acts))
        for n, standing in enumerate(start):
            own = (of_channel == n) & (sign > 0)
            if standing.basis != "user" and channels[n] and own.any():
                r[n], spread[n] = _update(standing, others[own], prior[own], scale[own])
    return {
        name: _learned(start[n], r[n], spread[n], others[own], prior[own])
        for n, name in enumerate(channels)
        if name and start[n].basis != "user"
        for own in [(of_channel == n) & (sign > 0)]
        if _is_told(others[own], prior[own]).any()
    }


def _by_others(r: Floats, sign: Floats, prior: Floats, of_act: NDArray[np.int64], n: int) -> Floats:
    """Return for every claim how likely its act is by all other origins."""
    terms = sign * np.log((r + (1 - r) * c.FALSE_SHARE) / ((1 - r) * c.FALSE_SHARE))
    total = np.zeros(n)
    np.add.at(total, of_act, terms)
    log_odds = np.log(prior / (1 - prior)) + total[of_act] - terms
    result: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -_MOST_TERMS, _MOST_TERMS)))
    return result


def _update(start: Standing, others: Floats, prior: Floats, scale: Floats) -> tuple[float, float]:
    """Return mean and variance of r once the claims are weighed (a grid over the Beta)."""
    points = (np.arange(GRID) + 0.5) / GRID
    a, b = start.mean * start.size, (1 - start.mean) * start.size
    log_weight = (a - 1) * np.log(points) + (b - 1) * np.log(1 - points)
    r = points[:, None] * scale[None, :]
    if_true, if_false = r + (1 - r) * c.FALSE_SHARE, (1 - r) * c.FALSE_SHARE
    # only what it claimed is seen, not what it passed over: claims are taken as given
    seen = others * if_true + (1 - others) * if_false
    made = prior * if_true + (1 - prior) * if_false
    log_weight = log_weight + np.log(seen / made).sum(axis=1)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    mean = float(weight @ points)
    return mean, float(weight @ (points - mean) ** 2)


def _is_told(others: Floats, prior: Floats) -> NDArray[np.bool_]:
    """Whether somebody else says something of an act."""
    told: NDArray[np.bool_] = np.abs(others - prior) > 1e-9
    return told


def _learned(
    start: Standing, mean: float, spread: float, others: Floats, prior: Floats
) -> Standing:
    size = max(start.size, float(mean * (1 - mean) / max(spread, 1e-6) - 1))
    return Standing(
        start.outlet, grade_of(mean), round(float(mean), 4), round(size, 2), "learned",
        claims=int(_is_told(others, prior).sum()), confirmed=int((others >= SETTLED).sum()),
        contradicted=int((others <= 1 - SETTLED).sum()),
    )  # fmt: skip
