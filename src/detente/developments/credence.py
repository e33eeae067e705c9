"""How far to believe a development: its reports and its denials in, `Credence` and working out.

Log odds are those of the prior plus one term an independent origin. A claim by a channel of
reliability r has the likelihood ratio (r + (1-r)q) / ((1-r)q), a denial the inverse. Hedges scale
r; a denier's interest scales it down. The interval comes from integrating over the Beta of r.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from detente.codebooks import read_table
from detente.developments import constants as c
from detente.developments.origins import Origin, find_origins, wires_of
from detente.developments.outcomes import settles_against, settles_for
from detente.developments.reliability import Standing, Standings, standing_of
from detente.developments.reports import Report, denier_of
from detente.records import Credence, Event

Hedges = Mapping[str, float]
_Term = tuple[float, float, float, float]

_ALMOST_SURE = 1 - 1e-9  # r of 1 would make a single report certain


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of a development, and how that came about."""

    credence: Credence
    credibility: int  # 1 confirmed .. 5 improbable, 6 no basis
    origins: int  # independent origins that vouch for it
    working: dict[str, Any]  # JSON data from which credence can be computed again


@dataclass(frozen=True, slots=True)
class _Channel:
    """One report as a channel: its grade, and what scales its reliability."""

    report: Report
    standing: Standing | None  # None: nobody known vouches
    hedges: Hedges
    carriers: tuple[str, ...] = ()  # outlets that reported it before it was settled
    claimed_with: float = 1.0  # scale of their reports
    outcome: str = ""  # what settles the matter afterwards: an admission, a finding

    @property
    def scale(self) -> float:
        return math.prod(self.hedges.values())

    @property
    def r(self) -> float:
        return self.standing.mean * self.scale if self.standing else 0.0


def judge_credence(
    reports: Sequence[Report],
    denials: Sequence[Report] = (),
    *,
    about: str = "happened",
    standings: Standings = MappingProxyType({}),
) -> Belief:
    """Return how far to believe what the reports of one development say.

    `about` says what is believed, for `working`. Reports that do not vouch for anything (a
    condition, a wish) must not be among `reports`: without any the prior stands and the
    credibility is 6. `standings` are those of outlets that were learned or set; all others have
    that of the shipped table.
    """
    first = (reports or denials)[0].event if reports or denials else None
    prior = c.MATERIAL_PRIOR if first and first.quad.startswith("material") else c.VERBAL_PRIOR
    vouched = frozenset(report.outlet for report in reports if report.outlet)
    withdrawn = frozenset(
        denial.outlet
        for denial in denials
        if denial.outlet in vouched and not denial.event.source_chain
    )
    claims = [
        _speaker(origin, lambda report: _claim(report, standings, withdrawn))
        for origin in find_origins(reports)
    ]
    answers = [
        _speaker(
            origin,
            lambda denial: _denial(denial, (reports or denials)[0].event, standings, vouched),
        )
        for origin in find_origins(denials)
    ]
    usable = [(origin, channel) for origin, channel in claims if channel.standing]
    vouching = [channel for _, channel in usable if channel.r > 0]  # what is taken back does not
    replies = [(origin, channel) for origin, channel in answers if channel.standing]
    rows, terms = _weighed(usable, 1)
    counter, counter_terms = _weighed(replies, -1)
    log_odds = _logit(prior) + sum(row["log_lr"] for row in (*rows, *counter))
    ceiling = _ceiling(vouching)
    mean = min(_sigmoid(log_odds), ceiling)
    low, high = _interval(prior, (*terms, *counter_terms), ceiling)
    working = {
        "about": about,
        "prior": prior,
        "prior_log_odds": _logit(prior),
        "q": c.FALSE_SHARE,
        "origins": rows,
        "denials": counter,
        "unusable": [r.event.event_id for o, ch in claims if not ch.standing for r in o.reports],
        "log_odds": log_odds,
        "ceiling": ceiling,
        "p": mean,
    }
    credence = Credence(mean, min(low, mean), max(high, mean))
    return Belief(
        credence, _credibility(mean, len(vouching), bool(rows or counter)), len(vouching), working
    )


def _weighed(
    heard: Sequence[tuple[Origin, _Channel]], sign: int
) -> tuple[list[dict[str, Any]], list[_Term]]:
    """Return the lines of the working, and what the interval needs of each.

    The strongest origin and whatever settles the matter count in full, the others a share.
    """
    lead = max((ch for _, ch in heard if not ch.outcome), key=lambda ch: ch.r, default=None)
    rows, terms = [], []
    for origin, channel in heard:
        share = 1.0 if channel is lead or channel.outcome else c.FURTHER_SHARE
        rows.append(_row(origin, channel, sign * share))
        terms.append(_term(channel, sign * share))
    return rows, terms


def _speaker(origin: Origin, read: Callable[[Report], _Channel]) -> tuple[Origin, _Channel]:
    """Return the report that speaks for an origin: several carriers are one witness.

    What settles the matter goes first. A statement on somebody's word is best heard through its
    best carrier; a text that others only copied is worth what its first outlet is worth.
    """
    channels = [read(report) for report in origin.reports]
    on_word = any(report.event.source_chain for report in origin.reports)

    def rank(channel: _Channel) -> tuple[bool, float, str, str]:
        published = channel.report.published_at
        when = published.isoformat() if published and not on_word else ""
        worth = -channel.r if on_word else 0.0
        return (not channel.outcome, worth, when, channel.report.event.event_id)

    plain = [channel for channel in channels if not channel.outcome]
    return origin, dataclasses.replace(
        min(channels, key=rank),
        carriers=tuple(sorted({ch.standing.outlet for ch in plain if ch.standing})),
        claimed_with=max((ch.scale for ch in plain), default=1.0) or 1.0,
    )


def _standing(report: Report, standings: Standings) -> Standing | None:
    """Return the standing of the channel: of the wire it goes back to, else the weaker of the outlets.

    None when neither an outlet nor a source of any kind is named.
    """
    chain = report.event.source_chain
    if not report.outlet and not chain:
        return None
    wires = wires_of(report)
    if wires:
        known = [standing_of(name, standings) for name in wires]
        return max(known, key=lambda s: (s.mean, s.outlet))
    cited = [standing_of(source.text, standings) for source in chain if source.kind == "outlet"]
    return min([standing_of(report.outlet, standings), *cited], key=lambda s: (s.mean, s.outlet))


def _claim(report: Report, standings: Standings, withdrawn: Set[str]) -> _Channel:
    standing, outcome = _standing(report, standings), settles_for(report)
    if outcome:
        return _Channel(report, standing, {}, outcome=outcome)
    hedges = dict(_spoken_hedges(report.sentence))
    if report.outlet in withdrawn:
        hedges["taken back by the outlet"] = 0.0
    if report.genre == "opinion":
        hedges["opinion piece"] = c.OPINION_HEDGE
    certainty = report.event.certainty
    if c.CERTAINTY_HEDGE.get(certainty, 1.0) < 1:
        hedges[f"told as {certainty}"] = c.CERTAINTY_HEDGE[certainty]
    hedges |= _voice_hedge(report.event)
    return _Channel(report, standing, hedges)


def _voice_hedge(event: Event) -> Hedges:
    """Return what is to be taken off because of who speaks: an unnamed one, or a party to the act."""
    if not event.source_chain:
        return {}
    voice = event.source_chain[0]
    hedges = {"unnamed source": c.UNNAMED_HEDGE} if voice.kind == "anonymous" else {}
    parties = {event.actor.code, event.recipient.code}
    if voice.code is None or voice.code not in parties:
        return hedges
    if voice.code == event.actor.code or event.symmetric:
        # what a state says of its own words is the act itself
        return hedges if event.quad.startswith("verbal") else {
            **hedges, "party on its own deed": c.OWN_DEED_HEDGE
        }  # fmt: skip
    return {**hedges, "party on the other side": c.PARTY_HEDGE}


def _denial(report: Report, denied: Event, standings: Standings, vouched: Set[str]) -> _Channel:
    outcome = settles_against(report, denied, vouched)
    standing = _standing(report, standings)
    if outcome:
        return _Channel(report, standing, {}, outcome=outcome)
    hedges = dict(_spoken_hedges(report.sentence))
    hedges["interest of the denier"] = 1 - _interest(report.event, denied)
    return _Channel(report, standing, hedges)


def _interest(denial: Event, denied: Event) -> float:
    """Return the interest that a denier has in denying, 0 to 1."""
    denier = denier_of(denial)
    if denier is None or denier not in (denied.actor.code, denied.recipient.code):
        return c.INTEREST_OF_OTHERS
    hostile = denied.quad.endswith("conflict") and denier == denied.actor.code
    return c.INTEREST_OF_ACCUSED if hostile else c.INTEREST_OF_PARTY


@cache
def _hedge_pattern() -> re.Pattern[str]:
    words = sorted(read_table("hedges.toml")["words"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _spoken_hedges(sentence: str) -> Hedges:
    """Return the strongest hedge of a sentence: two on one statement are one reserve."""
    table = read_table("hedges.toml")["words"]
    found = sorted((table[m[0].lower()], m[0].lower()) for m in _hedge_pattern().finditer(sentence))
    return {f"'{word}'": scale for scale, word in found[:1]}


def _term(channel: _Channel, sign: float) -> _Term:
    assert channel.standing is not None
    return channel.standing.mean, channel.standing.size, channel.scale, sign


def _row(origin: Origin, channel: _Channel, sign: float) -> dict[str, Any]:
    """Return one line of the working."""
    assert channel.standing is not None
    return {
        "origin": origin.name,
        "outlet": channel.report.outlet,
        "channel": channel.standing.outlet,
        "reliability": channel.standing.grade,
        "basis": channel.standing.basis,
        "r": channel.standing.mean,
        "hedge": channel.scale,
        "hedges": dict(channel.hedges),
        "outcome": channel.outcome,
        "share": abs(sign),
        "carriers": list(channel.carriers),
        "claimed_with": channel.claimed_with,
        "log_lr": sign * log_likelihood_ratio(channel.r),
        "reports": sorted(report.event.event_id for report in origin.reports),
    }


def log_likelihood_ratio(r: float) -> float:
    """Return the log likelihood ratio of a claim by a channel of reliability `r`, 0 to below 1.

    >>> round(log_likelihood_ratio(0.85), 2)
    3.38
    """
    return math.log((r + (1 - r) * c.FALSE_SHARE) / ((1 - r) * c.FALSE_SHARE))


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _ceiling(channels: Sequence[_Channel]) -> float:
    weak = all(channel.standing and channel.standing.grade in c.WEAK_GRADES for channel in channels)
    return c.WEAK_CEILING if weak else 1.0


@lru_cache(maxsize=1024)
def _points(mean: float, size: float) -> NDArray[np.float64]:
    """Return equally likely values of r of a standing."""
    quantiles = (np.arange(c.DRAWS) + 0.5) / c.DRAWS
    points: NDArray[np.float64] = betaincinv(mean * size, (1 - mean) * size, quantiles)
    return points


@cache
def _shuffle(n: int) -> NDArray[np.int64]:
    """Return the order in which the values of the n-th origin are put together with the others'."""
    return np.random.default_rng([c.SEED, n]).permutation(c.DRAWS)


@lru_cache(maxsize=4096)
def _interval(prior: float, terms: tuple[_Term, ...], ceiling: float) -> tuple[float, float]:
    """Return the middle 90 % of credence over the Betas of all reliabilities (Latin hypercube).

    `terms` holds mean and size of r, its scale, and its share (below 0 for a denial) of each origin.
    """
    total = np.full(c.DRAWS, _logit(prior))
    for n, (mean, size, scale, sign) in enumerate(terms):
        r = np.minimum(_points(mean, size)[_shuffle(n)] * scale, _ALMOST_SURE)
        total += sign * np.log((r + (1 - r) * c.FALSE_SHARE) / ((1 - r) * c.FALSE_SHARE))
    p = np.minimum(1 / (1 + np.exp(-total)), ceiling)
    tail = (1 - c.INTERVAL) / 2
    low, high = np.quantile(p, [tail, 1 - tail])
    return float(low), float(high)


def _credibility(p: float, origins: int, basis: bool) -> int:
    if not basis:
        return 6
    for grade, floor in c.CREDIBILITY_FLOORS:
        if p > floor or (grade == 3 and p == floor):
            return max(grade, 2) if origins < 2 else grade
    return 5
