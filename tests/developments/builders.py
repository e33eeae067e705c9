"""Small reports to build developments from; every sentence is invented."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from detente.records import (
    Actor,
    DateInterval,
    Event,
    Genre,
    Place,
    Source,
    Trigger,
    stable_id,
)

QUADS = {
    "AGREE": "verbal_cooperation",
    "CONSULT": "verbal_cooperation",
    "SUPPORT": "verbal_cooperation",
    "COOPERATE": "material_cooperation",
    "AID": "material_cooperation",
    "ACCUSE": "verbal_conflict",
    "REJECT": "verbal_conflict",
    "SANCTION": "material_conflict",
    "COERCE": "material_conflict",
    "ASSAULT": "material_conflict",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A report as the record hands it over."""

    event: Event
    article_id: str
    base_id: str
    outlet: str | None = "Reuters"
    published_at: dt.datetime | None = None
    genre: Genre = "report"
    reprint_of: str | None = None
    story_id: str | None = None
    sentence: str = ""
    development_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """A choice made by hand."""

    kind: str
    a: str
    b: str | None = None
    reason: str = "checked"


def moment(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)


def days(
    first: str | None, last: str | None = None, grain: Any = "day", text: str = "then"
) -> DateInterval:
    ends = (first, last if last is not None else first)
    earliest, latest = (dt.date.fromisoformat(end) if end else None for end in ends)
    return DateInterval(earliest, latest, grain, text)


def report(
    article_id: str,
    event_type: str = "ASSAULT",
    *,
    sides: tuple[str, str] = ("IND", "PAK"),
    date: DateInterval | None = None,
    published: str | None = "2025-05-07",
    sentence: str = "The Indian army shelled a depot near the river.",
    word: str = "shelled",
    place: str | None = None,
    sources: tuple[Source, ...] = (),
    row: dict[str, Any] | None = None,
    **event: Any,
) -> Row:
    """Return a report; `row` sets facts of the article, other keywords those of the event."""
    number = event.pop("number", 0)
    made = Event(
        event_id=f"e-{article_id}-{number}",
        sentence_id=stable_id("s", article_id, sentence),
        actor=Actor(sides[0], sides[0]),
        recipient=Actor(sides[1], sides[1]),
        symmetric=False,
        event_type=event_type,
        quad=QUADS[event_type],
        trigger=Trigger(0, len(word), word),
        event_date=date,
        place=Place(place, sides[1]) if place else None,
        source_chain=sources,
        confidence=0.8,
    )
    facts = {
        "article_id": article_id,
        "base_id": article_id,
        "published_at": moment(published) if published else None,
        "sentence": sentence,
    }
    return Row(dataclasses.replace(made, **event), **{**facts, **(row or {})})  # type: ignore[arg-type]
