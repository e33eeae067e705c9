"""What settles afterwards whether an act took place: one report or denial in, the reason in words out.

A party owns to what was reported of it, a court or a body of states finds it, the side that was wronged
clears the accused, an outlet takes back what it printed: words that cost whoever speaks them something,
or that are no party's. They weigh more than one more report, and reliabilities are learned from them.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from detente.codebooks import read_table
from detente.developments.reports import Report, denier_of
from detente.records import Event

__all__ = ["settles_against", "settles_for"]


def settles_for(report: Report) -> str:
    """Return why a report settles that the act took place, "" where it does not.

    A hostile act is owned to by its doer alone: for the other side it is a charge.
    """
    event = report.event
    voice = event.source_chain[0] if event.source_chain else None
    if voice is None:
        return "found by a body that is no party" if _found_so().search(report.sentence) else ""
    if voice.kind == "anonymous":
        return ""
    if _is_found(report, voice.text, voice.code):
        return "found by a body that is no party"
    owns = voice.code == event.actor.code or (
        voice.code == event.recipient.code and not _is_hostile(event)
    )
    if voice.code is not None and owns and _owning().search(report.sentence):
        return "owned to by a party"
    return ""


def settles_against(denial: Report, denied: Event, vouched: Set[str]) -> str:
    """Return why a denial settles that the act did not take place, "" where it does not.

    `vouched` are the outlets that reported it.
    """
    event = denial.event
    voice = event.source_chain[0] if event.source_chain else None
    if voice is None and _found_so().search(denial.sentence):
        return "found by a body that is no party"
    if voice is None:
        return "taken back by the outlet" if denial.outlet in vouched else ""
    if voice.kind == "anonymous":
        return ""
    if _is_found(denial, voice.text, voice.code):
        return "found by a body that is no party"
    if _is_hostile(denied) and not denied.symmetric and denier_of(event) == denied.recipient.code:
        return "the side that was wronged clears the other"
    return ""


def _is_hostile(event: Event) -> bool:
    return event.quad.endswith("conflict")


def _is_found(report: Report, voice: str, code: str | None) -> bool:
    parties = (report.event.actor.code, report.event.recipient.code)
    if code in parties or _finding().search(report.sentence) is None:
        return False
    return (code or "").startswith("IGO:") or _finder().search(voice) is not None


@cache
def _owning() -> re.Pattern[str]:
    stems = "|".join(re.escape(stem) for stem in read_table("outcomes.toml")["owning"]["stems"])
    return re.compile(rf"\b(?:{stems})", re.IGNORECASE)


@cache
def _finder() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in read_table("outcomes.toml")["finders"]["words"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _found_so() -> re.Pattern[str]:
    """ "An inquiry found on Saturday that": the parse of such sentences often misses who speaks."""
    table = read_table("outcomes.toml")["finders"]
    words, verbs = ("|".join(map(re.escape, table[name])) for name in ("words", "verbs"))
    return re.compile(
        rf"\b(?:{words})\b[^.;:]{{0,40}}?\b(?:{verbs})\b[^.;:]{{0,30}}?\bthat\b", re.IGNORECASE
    )


@cache
def _finding() -> re.Pattern[str]:
    verbs = "|".join(read_table("outcomes.toml")["finders"]["verbs"])
    return re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE)
