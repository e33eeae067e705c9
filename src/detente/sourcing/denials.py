"""Denials: what somebody says did not happen, tied to the claims that it disputes.

Two kinds. An event that its source denies ("Tehran denied arming them") is a denial by itself. A
sentence that answers a charge without telling the act again (`answers`) is one of the act that was
claimed just before.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

from detente.records import Attribution, Event
from detente.sourcing.answers import is_same_act
from detente.sourcing.lexicon import load_cues
from detente.sourcing.sources import overlaps

__all__ = ["link_denials"]


def link_denials(
    told: Sequence[Event],
    answers: Mapping[str, tuple[Event, tuple[str, ...]]],
    attributions: Sequence[Attribution],
    text: str,
) -> tuple[Event, ...]:
    """Return the events with each denial tied to the claims of the same act by somebody else.

    `answers` are the denials of `find_answers`; they stand among the others in text order. A refusal
    told at the same word as an answer is that answer.
    """
    told = [event for event in told if not _is_answered(event, answers)]
    events = sorted([*told, *(event for event, _ in answers.values())], key=_place)
    disputes: dict[str, list[str]] = {event.event_id: [] for event in events}
    for event_id, (_, claimed) in answers.items():
        disputes[event_id].extend(claimed)
    for event in told:
        claims = _denied_by(event, events) or _refused_by(event, events, attributions, text)
        disputes[event.event_id].extend(claim.event_id for claim in claims)
    for event in events:
        for denial in events:
            if disputes[denial.event_id] and _is_rival(event, denial):
                denied = [e for e in disputes[denial.event_id] if e not in disputes[event.event_id]]
                disputes[event.event_id].extend(e for e in denied if e != event.event_id)
    disputed_by: dict[str, list[str]] = {event.event_id: [] for event in events}
    for denial_id, claim_ids in disputes.items():
        for claim_id in claim_ids:
            disputed_by[claim_id].append(denial_id)
    return tuple(
        dataclasses.replace(
            event,
            disputes=tuple(disputes[event.event_id]),
            disputed_by=tuple(disputed_by[event.event_id]),
        )
        for event in events
    )


def _place(event: Event) -> int:
    return event.trigger.start


def _is_answered(event: Event, answers: Mapping[str, tuple[Event, tuple[str, ...]]]) -> bool:
    return event.event_type == "REJECT" and any(
        answer.trigger.start < event.trigger.end and event.trigger.start < answer.trigger.end
        for answer, _ in answers.values()
    )


def _denied_by(denial: Event, events: Sequence[Event]) -> list[Event]:
    """Return what a sourced "did not" denies: the same act between the same two, claimed."""
    is_denial = denial.polarity == "negative" and denial.time == "past_present"
    if not is_denial or not denial.source_chain or denial.certainty == "underspecified":
        return []
    return [
        claim
        for claim in events
        if claim.happened
        and claim.source_chain
        and is_same_act(claim, denial)
        and not _same_voice(claim, denial)
    ]


def _refused_by(
    refusal: Event, events: Sequence[Event], attributions: Sequence[Attribution], text: str
) -> list[Event]:
    """Return the accusations that the accused rejects: "Iran rejected the agency's report"."""
    if refusal.event_type != "REJECT" or refusal.polarity == "negative":
        return []
    trigger = refusal.trigger
    cued = [
        a
        for a in attributions
        if a.stance == "denies" and a.cue and overlaps([a.cue], trigger.start, trigger.end)
    ]
    cues = load_cues()
    words = {
        word
        for a in cued
        for span in a.content
        for word in re.findall(r"\w+", text[span.start : span.end].lower())
    }
    if not words & (cues.sources["account_nouns"]):
        return []
    return [
        claim
        for claim in events
        if claim.event_type == "ACCUSE"
        and claim.happened
        and claim.trigger.start < trigger.start
        and (claim.actor.code, claim.recipient.code) == (refusal.recipient.code, refusal.actor.code)
    ]


def _is_rival(event: Event, denial: Event) -> bool:
    """Whether the denier says in the same sentence who did it instead."""
    return (
        event.sentence_id == denial.sentence_id
        and event.happened
        and denial.polarity == "negative"
        and event.event_type == denial.event_type
        and event.recipient.code == denial.recipient.code
        and event.actor.code != denial.actor.code
        and _same_voice(event, denial)
    )


def _same_voice(one: Event, other: Event) -> bool:
    """Whether the same somebody vouches: the same words, or the same state without a name."""
    first, second = one.source_chain[:1], other.source_chain[:1]
    if not first or not second:
        return not first and not second
    if first[0].text.lower() == second[0].text.lower():
        return True
    return first[0].code is not None and first[0].code == second[0].code
