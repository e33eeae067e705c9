"""Code families: which coded acts may be one act in the world. Events in, `Family` out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.codebooks import read_table
from detente.errors import CodebookError
from detente.records import Event


@dataclass(frozen=True, slots=True)
class Family:
    """One row of `families.toml`, where the flags are explained."""

    name: str
    type: str
    cameo: tuple[str, ...] = ()
    either_way: bool = False
    words: bool = False
    by_place: bool = False
    loose: bool = False
    lasts: int = 0

    def fits(self, event: Event) -> bool:
        """Whether an event belongs to the family."""
        return self.type == event.event_type and (
            not self.cameo or (event.cameo_code or "").startswith(self.cameo)
        )


@cache
def _families() -> tuple[Family, ...]:
    return tuple(
        Family(
            row["name"],
            row["type"],
            tuple(row.get("cameo", ())),
            row["direction"] == "either",
            row.get("words", False),
            row.get("by_place", False),
            row.get("loose", False),
            row.get("lasts", 0),
        )
        for row in read_table("families.toml")["families"]
    )


def family_of(event: Event) -> Family:
    """Return the family of an event. Raises `CodebookError` for a type that the table lacks."""
    found = next((family for family in _families() if family.fits(event)), None)
    if found is None:
        known = ", ".join(sorted({family.type for family in _families()}))
        raise CodebookError(
            f"event {event.event_id} has type {event.event_type!r}, which families.toml lacks: "
            f"it knows {known}"
        )
    return found


def may_be_one(a: Family, b: Family) -> bool:
    """Whether acts of two families can be one: the same, or one type with one of them loose."""
    return a == b or (a.type == b.type and (a.loose or b.loose))


def days_under_way(family: Family, sentence: str) -> int:
    """Return how many days before an act can have begun of which a sentence tells the end or a later day."""
    return family.lasts if family.lasts and _under_way().search(sentence) else 0


@cache
def _under_way() -> re.Pattern[str]:
    words = "|".join(map(re.escape, read_table("families.toml")["under_way"]["words"]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def neighbours(event_type: str) -> tuple[str, ...]:
    """Return the types that a reader takes for `event_type` now and then."""
    return tuple(read_table("families.toml")["neighbours"].get(event_type, ()))
