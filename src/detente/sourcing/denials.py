"""Denials: what somebody says did not happen, tied to the claims that it disputes.

Two kinds. An event that its source denies ("Tehran denied arming them") is a denial by itself. A
sentence that answers a charge without telling the act again ("a charge that Islamabad denies",
"the new authorities, however, insist that their vote was lawful") becomes a denial of the act that
was claimed just before.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence

from detente.records import Article, Attribution, Event, Sentence, Source, Trigger, stable_id
from detente.sourcing.lexicon import load_cues
from detente.sourcing.sources import overlaps

_BEFORE = 2  # sentences back in which the claim stands that is answered
_MOST_CLAIMS = 4  # of one sentence that one answer denies
_WORD = re.compile(r"\w+")


def find_answers(
    events: Sequence[Event],
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    article: Article,
    link: Callable[[Attribution], Source],
) -> dict[str, tuple[Event, tuple[str, ...]]]:
    """Return denials that answer a claim without telling it again: event and ids of the claims.

    `link` returns the source of an attribution.
    """
    starts = [sentence.start for sentence in sentences]
    numbers = {sentence.sentence_id: n for n, sentence in enumerate(sentences)}
    found: dict[str, tuple[Event, tuple[str, ...]]] = {}
    for attribution in attributions:
        if attribution.cue is None or attribution.source is None:
            continue
        number = bisect_right(starts, attribution.cue.start) - 1
        is_answer = _denies_account(attribution, article.text) or (
            number >= 0 and _counters(attribution, sentences[number], article.text)
        )
        if number < 0 or not is_answer or _tells_act(attribution, events):
            continue
        source = link(attribution)
        claims = [
            event
            for event in events
            if number - _BEFORE <= numbers[event.sentence_id] <= number
            and event.trigger.start < attribution.cue.start
            and _is_claim_against(event, attribution, source)
        ]
        nearest = [c for c in claims if c.sentence_id == claims[-1].sentence_id]
        for claim in nearest[-_MOST_CLAIMS:]:
            denial = _denial_of(claim, attribution, sentences[number], article, source)
            found.setdefault(denial.event_id, (denial, _claims_of(denial, events)))
    return found


def _denies_account(attribution: Attribution, text: str) -> bool:
    """Whether somebody's account is denied and not told: "denied the charge", "denies any role"."""
    if attribution.stance != "denies":
        return False
    words = [w.lower() for s in attribution.content for w in _WORD.findall(text[s.start : s.end])]
    sources = load_cues().sources
    return not words or bool(set(words) & (sources["account_nouns"] | sources["share_nouns"]))


def _counters(attribution: Attribution, sentence: Sentence, text: str) -> bool:
    """Whether a sentence sets another account against the one before: "X, however, insists ..."."""
    assert attribution.cue is not None
    cues = load_cues()
    cue = text[attribution.cue.start : attribution.cue.end].lower()
    if not cues.sources["counter_verbs"] & {cue, cues.lemmas.get(cue, cue)}:
        return False
    words = text[sentence.start : sentence.end].lower()
    return any(re.search(rf"\b{re.escape(one)}\b", words) for one in cues.sources["adversatives"])


def _tells_act(attribution: Attribution, events: Sequence[Event]) -> bool:
    """Whether an act stands in what is denied, or at the word of denial itself."""
    assert attribution.cue is not None
    spans = [*attribution.content, attribution.cue]
    return any(
        span.start <= event.trigger.start < span.end
        and (
            event.polarity == "negative"
            or event.event_type == "REJECT"
            or span in attribution.content
        )
        for event in events
        for span in spans
    )


def _is_claim_against(event: Event, attribution: Attribution, denier: Source) -> bool:
    """Whether somebody else says that the event happened, and it concerns the denier's side."""
    return (
        event.happened
        and bool(event.source_chain)
        and not _same_words(event.source_chain[:1], (denier,))
        and attribution.code is not None
        and attribution.code in (event.actor.code, event.recipient.code)
        and (
            attribution.stance != "denies"
            or attribution.code == event.actor.code
            or event.symmetric
        )
    )


def _denial_of(
    claim: Event, attribution: Attribution, sentence: Sentence, article: Article, source: Source
) -> Event:
    cue = attribution.cue
    assert cue is not None
    trigger = Trigger(cue.start, cue.end, article.text[cue.start : cue.end])
    event_id = stable_id(
        "e", article.article_id, article.text_hash, sentence.sentence_id, cue.start,
        claim.actor.code, claim.recipient.code, claim.event_type, "denied",
    )  # fmt: skip
    actor = dataclasses.replace(claim.actor, text="", start=None, end=None)
    recipient = dataclasses.replace(claim.recipient, text="", start=None, end=None)
    reason = f"'{trigger.text}' answers the claim of '{claim.trigger.text}'"
    return dataclasses.replace(
        claim, event_id=event_id, sentence_id=sentence.sentence_id, actor=actor,
        recipient=recipient, trigger=trigger, polarity="negative", certainty="certain",
        time="past_present", source_chain=(source,), why={**claim.why, "factuality": reason},
    )  # fmt: skip


def _claims_of(denial: Event, events: Sequence[Event]) -> tuple[str, ...]:
    """Return the ids of all claims of the denied act by somebody else."""
    return tuple(
        event.event_id
        for event in events
        if event.happened
        and event.source_chain
        and _same_act(event, denial)
        and not _same_words(event.source_chain[:1], denial.source_chain[:1])
    )


def _same_act(one: Event, other: Event) -> bool:
    return one.event_type == other.event_type and _same_pair(one, other)


def _same_words(one: Sequence[Source], other: Sequence[Source]) -> bool:
    """Whether the same words name both sources."""
    return [s.text.casefold() for s in one] == [s.text.casefold() for s in other]


def link_denials(
    told: Sequence[Event],
    answers: Mapping[str, tuple[Event, tuple[str, ...]]],
    attributions: Sequence[Attribution],
    text: str,
) -> tuple[Event, ...]:
    """Return the events with each denial tied to the claims of the same act by somebody else.

    `answers` are the denials of `find_answers`; they stand among the others in text order.
    """
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
        and claim.event_type == denial.event_type
        and _same_pair(claim, denial)
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


def _same_pair(one: Event, other: Event) -> bool:
    pair, second = (one.actor.code, one.recipient.code), (other.actor.code, other.recipient.code)
    return pair == second or ((one.symmetric or other.symmetric) and pair == second[::-1])


def _same_voice(one: Event, other: Event) -> bool:
    """Whether the same somebody vouches: the same words, or the same state without a name."""
    first, second = one.source_chain[:1], other.source_chain[:1]
    if not first or not second:
        return not first and not second
    if first[0].text.lower() == second[0].text.lower():
        return True
    return first[0].code is not None and first[0].code == second[0].code
