"""The developments of a pair in, what a brief tells of them out: the most important, by date."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.brief.data import BriefData, Pair
from detente.records import Development, Event

MOST_ACTS = 25
MOST_PLANS = 12
MOST_DENIALS = 12
OPINION_SHARE = 0.5
"""An act that only opinion pieces tell counts half: they tell it in passing, to make a point."""
UNDATED_SHARE = 0.5
"""An act without a date may be old news."""
LEAST_SCORE = 0.5
"""An act of score 0 still is one."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Developments of one kind: those told, by date, and the others."""

    told: tuple[Development, ...]
    others: tuple[Development, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.told) + len(self.others)


@dataclass(frozen=True, slots=True)
class PairParts:
    """The developments of one pair as the sections of a brief want them."""

    pair: Pair
    acts: Chosen
    plans: Chosen  # announced, planned, conditional: not happened so far
    denied: Chosen  # reported as not happened or not to happen
    disputed: Chosen  # claims that somebody denies
    background: tuple[Development, ...]  # told as earlier than the news


def split_pair(data: BriefData, pair: Pair) -> PairParts:
    """Return what a brief tells of a pair."""
    own = data.of_pair(pair)
    replies = {event_id for d in own for event_id in d.disputed_by}
    background = [d for d in own if d.background]
    news = [d for d in own if not d.background]
    acts = [d for d in news if d.happened]
    rest = [(d, closest_event(d, data.events)) for d in news if not d.happened]
    plans = [d for d, event in rest if event.polarity == "positive"]
    # a denial that stands beside its claim is not told twice
    denied = [
        d
        for d, event in rest
        if event.polarity == "negative" and replies.isdisjoint(r.event_id for r in d.reports)
    ]
    return PairParts(
        pair=pair,
        acts=_choose(acts, data, MOST_ACTS),
        plans=_choose(plans, data, MOST_PLANS),
        denied=_choose(denied, data, MOST_DENIALS),
        disputed=_choose([d for d in own if d.disputed_by], data, MOST_DENIALS),
        background=tuple(sorted(background, key=by_date)),
    )


def _choose(developments: Sequence[Development], data: BriefData, most: int) -> Chosen:
    ranked = sorted(developments, key=lambda d: (-importance(d, data), d.development_id))
    told, others = ranked[:most], ranked[most:]
    return Chosen(tuple(sorted(told, key=by_date)), tuple(others))


def importance(development: Development, data: BriefData) -> float:
    """Return how much a development matters: 0 for background, higher for the weightier.

    |score| x credence x novelty x log(1 + independent origins) x how surely it was read, squared:
    a wrong reading at the head of a brief costs more than a right one further down.
    """
    d = development
    if d.background:
        return 0.0
    novelty = 1.0 if d.event_date else UNDATED_SHARE
    sureness = max(data.events[r.event_id].confidence for r in d.reports)
    opinion = OPINION_SHARE if is_opinion_only(d, data) else 1.0
    score = max(abs(d.score), LEAST_SCORE)
    return (
        score * d.credence.mean * novelty * math.log(1 + max(d.origins, 1)) * sureness**2 * opinion
    )


def is_opinion_only(development: Development, data: BriefData) -> bool:
    """Return whether all that is known of a development comes from opinion pieces."""
    facts = [data.articles.get(r.article_id) for r in development.reports]
    return all(fact is not None and fact.genre == "opinion" for fact in facts)


def closest_event(development: Development, events: Mapping[str, Event]) -> Event:
    """Return the report whose words are closest to the development: same type, surest reading."""
    found = [events[report.event_id] for report in development.reports]
    same = [e for e in found if e.event_type == development.event_type] or found
    named = [e for e in same if e.mode == development.mode] or same
    return max(named, key=lambda e: (e.confidence, e.event_id))


def first_reported(development: Development) -> dt.date | None:
    """Return the day of the first report that bears one."""
    days = [r.published_at.date() for r in development.reports if r.published_at]
    return min(days, default=None)


def by_date(development: Development) -> tuple[dt.date, str]:
    """Sort key: when it was, or was first reported; what has neither comes last."""
    date = development.event_date
    day = (date.earliest or date.latest) if date else None
    return day or first_reported(development) or dt.date.max, development.development_id
