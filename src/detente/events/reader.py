"""Who did what to whom: sentences and mentions in, coded events out (sources come later).

The reading model proposes acts between actors; here they become events: one an act and pair,
two directions of one symmetric act joined, two types on the same words reduced to the likelier.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.actors.coreference import main_parties
from detente.codebooks.event_words import is_listed
from detente.events.coding import code_act, type_by_object
from detente.events.encoding import Context, Encoded, encode_sentences
from detente.events.places import find_place
from detente.events.reading_model import Finding, ReadingModel, load_reading_model
from detente.records import (
    Actor,
    Article,
    Event,
    Mention,
    Sentence,
    Span,
    Teller,
    Trigger,
    stable_id,
)

# An actor without words in the sentence needs a surer model: in running text such candidates stand
# everywhere, in labelled sentences they are few.
IMPLIED_THRESHOLD = 0.5
NEARLY_ALIKE = 0.5  # share of the likelier type's odds from which the codebook's word decides
STRAY_SHARE = 0.8  # of the likeliest actor's odds, below which another on the same words is a stray
_STRINGING = re.compile(
    r"(?:[\s,&]|\b(?:and|or|plus|the|both|with|of|along|together|as|well|foreign|prime|ministers?|presidents?|leaders?)\b)*\Z",
    re.IGNORECASE,
)
SENTENCES_BEFORE = 2  # of which the end is read with a sentence
PUNCTUATION = " \t\n,.;:!?\"'“”‘’()[]-–—"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may hold an act between two actors."""

    article: Article
    sentence: Sentence
    mentions: tuple[Mention, ...]
    context: Context


# "joint military drills", "combined naval patrols": who takes part is not in doubt, and what it is neither.
_JOINTLY = r"\b(?:joint|combined|bilateral|trilateral)"
_DRILLS = (
    r"\s+(?:[\w-]+\s+){0,4}?(?:drills?|exercises?|man(?:oeuv|euv)(?:re|er)s?|patrols?|war\s?games?)"
)
_JOINT = re.compile(rf"{_JOINTLY}{_DRILLS}\W*\Z", re.IGNORECASE)
_JOINT_ALONE = re.compile(rf"{_JOINTLY}(?P<noun>{_DRILLS})", re.IGNORECASE)
EXPRESSLY_JOINT = 0.4
LISTED = 0.75  # where the codebook lists the word for the type, less is asked of the model
# "An earlier version of this report said that the two had met": what the paper takes back.
_TAKEN_BACK = re.compile(
    r"\b(?:earlier|previous|prior|original) version of (?:this|the|our) (?:\w+ )?(?:report|article|story|column|post|piece)\b"
    r"|\bthis (?:report|article|story|column|post|piece) (?:incorrectly|wrongly|mistakenly|erroneously|misstated|misidentified)\b",
    re.IGNORECASE,
)


def _with_its_noun(text: str, start: int, end: int) -> int:
    """Return where a trigger ends that is "joint" alone: behind the noun that it belongs to."""
    found = _JOINT_ALONE.match(text, start)
    return found.end() if found is not None and end <= found.start("noun") else end


def _is_furniture(article: Article, sent: Sentence) -> bool:
    return any(f.start < sent.end and sent.start < f.end for f in article.furniture)


def find_candidates(
    article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> list[Candidate]:
    """Return the sentences that name one actor and name or imply another.

    Page furniture, repeated passages, what a correction takes back and, when the article has a focus,
    sentences outside it are left out.
    """
    starts = [m.start for m in mentions]
    parties = frozenset(main_parties(mentions))
    found = []
    for number, sent in enumerate(sentences):
        if article.focus and not (
            sent.start < article.focus.end and article.focus.start < sent.end
        ):
            continue
        here = [
            m
            for m in mentions[bisect_left(starts, sent.start) : bisect_left(starts, sent.end + 1)]
            if m.end <= sent.end and not (m.start == sent.end and m.kind != "issuer")
        ]
        spoken = {m.code for m in here if m.end > m.start}
        here = [m for m in here if m.end > m.start or m.code not in spoken]
        if len({m.code for m in here}) < 2 or _is_furniture(article, sent):
            continue
        if not _TAKEN_BACK.search(article.text, sent.start, sent.end):
            before = sentences[max(0, number - SENTENCES_BEFORE) : number]
            context = context_of(article, before, parties)
            found.append(Candidate(article, sent, tuple(here), context))
    return found


def context_of(article: Article, before: Sequence[Sentence], parties: frozenset[str]) -> Context:
    """Return what a reader knows when the sentence after `before` begins."""
    text = article.text[before[0].start : before[-1].end] if before else ""
    return Context(article.headline or "", text, parties)


Reading = tuple[Event, Teller]


def read_events(candidates: Sequence[Candidate]) -> list[list[Reading]]:
    """Return the events of each candidate sentence, in text order, each with who may vouch for it.

    Sources are not set yet.
    """
    model = load_reading_model()
    texts = [c.article.text[c.sentence.start : c.sentence.end] for c in candidates]
    encoded = encode_sentences(
        model.tokenizer,
        texts,
        [c.mentions for c in candidates],
        [c.sentence.start for c in candidates],
        [c.context for c in candidates],
    )
    found = model.read(encoded)
    return [
        _to_events(
            candidate,
            text,
            sentence,
            _without_strays(_decide(findings, model.threshold, text), candidate),
            model,
        )
        for candidate, text, sentence, findings in zip(
            candidates, texts, encoded, found, strict=True
        )
    ]


@dataclass(frozen=True, slots=True)
class Act:
    """A finding that was accepted, with the direction settled."""

    finding: Finding
    symmetric: bool
    confidence: float


def _decide(findings: Sequence[Finding], base: float, text: str) -> list[Act]:
    """Return the acts to keep: symmetric ones once, one type on one trigger, above the threshold.

    Whether there is an act is surer than its type: the odds of two types on the same words add up,
    and the likelier of them is taken, or the one for which the codebook lists the word in `text`
    where the model finds two nearly alike.
    """
    by_act: dict[tuple[frozenset[str], str], list[Finding]] = defaultdict(list)
    for finding in findings:
        codes = frozenset((finding.actor.code, finding.recipient.code))
        told = type_by_object(finding.event_type, text, finding.trigger)
        by_act[codes, told].append(replace(finding, event_type=told))
    acts = []
    for group in by_act.values():
        if sum(f.symmetric for f in group) / len(group) > 0.5:
            best = max(group, key=lambda f: f.probability)
            acts.append(Act(_in_text_order(group, best), True, best.probability))
        else:
            acts.extend(Act(f, False, f.probability) for f in group)
    kept: list[Act] = []
    for act in sorted(acts, key=lambda a: -a.confidence):
        rival = next((n for n, other in enumerate(kept) if _rivals(act, other)), None)
        if rival is None:
            kept.append(act)
        elif _same_way(act, kept[rival]):
            kept[rival] = _joined(kept[rival], act, text)
    chosen = [act for act in kept if act.confidence > _threshold(act.finding, base, text)]
    return sorted(chosen, key=lambda a: (a.finding.trigger, a.finding.actor.open_at))


def _joined(first: Act, second: Act, text: str) -> Act:
    """Return one act for two readings of the same words, the likelier one first."""
    either = 1 - (1 - first.confidence) * (1 - second.confidence)
    start, end = second.finding.trigger
    near = second.finding.probability >= NEARLY_ALIKE * first.finding.probability
    listed = is_listed(second.finding.event_type, text[start:end])
    if near and listed and not is_listed(first.finding.event_type, text[start:end]):
        return replace(second, confidence=either)
    return replace(first, confidence=either)


def _same_way(act: Act, other: Act) -> bool:
    """Whether two acts of one pair have one direction, or one of them none."""
    return act.symmetric or other.symmetric or act.finding.actor.code == other.finding.actor.code


def _without_strays(acts: Sequence[Act], candidate: Candidate) -> list[Act]:
    """Leave out acts whose words have a likelier actor, or recipient, not strung together with theirs.

    "X and Y urged Z" has two actors; in "X's envoy told Y that Z ..." one word has one.
    """
    kept: list[Act] = []
    for act in sorted(acts, key=lambda a: -a.confidence):
        if not any(_is_stray(act, other, candidate) for other in kept):
            kept.append(act)
    return sorted(kept, key=lambda a: (a.finding.trigger, a.finding.actor.open_at))


def _is_stray(act: Act, other: Act, candidate: Candidate) -> bool:
    one, two = act.finding, other.finding
    same_words = one.trigger[0] < two.trigger[1] and two.trigger[0] < one.trigger[1]
    if not same_words or one.event_type != two.event_type or act.symmetric != other.symmetric:
        return False
    if act.confidence >= STRAY_SHARE * other.confidence:
        return False
    if one.recipient.code == two.recipient.code:
        sides = one.actor.mention, two.actor.mention
    elif one.actor.code == two.actor.code:
        sides = one.recipient.mention, two.recipient.mention
    else:
        return False
    return sides[0].code != sides[1].code and not _strung_together(*sides, candidate)


def _strung_together(one: Mention, other: Mention, candidate: Candidate) -> bool:
    """Whether only names and joining words stand between two mentions."""
    first, last = sorted((one, other), key=lambda m: m.start)
    if first.start == first.end or last.start == last.end:
        return False
    if first.start == last.start:
        return True  # "the two sides" are both
    between = candidate.article.text[first.end : last.start]
    for mention in candidate.mentions:
        if first.end <= mention.start < mention.end <= last.start:
            start, end = mention.start - first.end, mention.end - first.end
            between = between[:start] + " " * (end - start) + between[end:]
    return _STRINGING.match(between) is not None


def _threshold(finding: Finding, base: float, text: str) -> float:
    """Return the score from which an act is kept: less is asked where the words say "joint drills"."""
    start, end = finding.trigger
    if finding.event_type == "COOPERATE" and _JOINT.search(text, max(0, start - 60), end):
        base *= EXPRESSLY_JOINT
    elif is_listed(finding.event_type, text[start:end]):
        base *= LISTED
    kinds = {finding.actor.mention.kind, finding.recipient.mention.kind}
    return max(base, IMPLIED_THRESHOLD) if "issuer" in kinds else base


def _in_text_order(group: Sequence[Finding], best: Finding) -> Finding:
    """Return the direction whose actor stands first in the text: a symmetric act has no other."""
    ordered = [f for f in group if f.actor.open_at <= f.recipient.open_at]
    return max(ordered, key=lambda f: f.probability, default=best)


def _rivals(act: Act, other: Act) -> bool:
    """Whether two acts of one pair rest on the same words: then only the likelier is meant."""
    one, two = act.finding, other.finding
    same_pair = {one.actor.code, one.recipient.code} == {two.actor.code, two.recipient.code}
    return same_pair and one.trigger[0] < two.trigger[1] and two.trigger[0] < one.trigger[1]


def _to_actor(mention: Mention) -> Actor:
    if mention.end == mention.start:
        return Actor("", mention.code, mention.name, mention.office)
    return Actor(
        mention.text,
        mention.code,
        mention.person or mention.name,
        mention.office,
        mention.start,
        mention.end,
    )


def _why_type(finding: Finding, words: str, text: str, reader: str) -> str:
    by_object = type_by_object("", text, finding.trigger)
    told = "an act" if by_object else finding.event_type
    why = f"{reader}: {told} {finding.probability:.2f} on '{words}', symmetric {finding.symmetric:.2f}"
    return f"{by_object} by the object of '{words}' | {why}" if by_object else why


def _to_events(
    candidate: Candidate, text: str, sentence: Encoded, acts: Sequence[Act], model: ReadingModel
) -> list[Reading]:
    events: list[Reading] = []
    article, sent = candidate.article, candidate.sentence
    for act in acts:
        finding = act.finding
        start, end = finding.trigger
        while start < end and text[start] in PUNCTUATION:
            start += 1
        while end > start and text[end - 1] in PUNCTUATION:
            end -= 1
        end = _with_its_noun(text, start, end)
        trigger = Trigger(sent.start + start, sent.start + end, text[start:end])
        if article.focus and not article.focus.start <= trigger.start < article.focus.end:
            continue
        coding = code_act(finding.event_type, text, (start, end))
        actor, recipient = finding.actor.mention, finding.recipient.mention
        event_id = stable_id(
            "e", article.article_id, article.text_hash, sent.sentence_id, trigger.start, actor.code,
            recipient.code, finding.event_type,
        )  # fmt: skip
        word = finding.teller.word
        teller = replace(finding.teller, word=Span(sent.start + word.start, sent.start + word.end))
        event = Event(
            event_id, sent.sentence_id, _to_actor(actor), _to_actor(recipient), act.symmetric,
            finding.event_type, coding.quad, trigger, coding.mode, coding.contexts,
            coding.cameo_code, coding.score, coding.goldstein,
            place=find_place(article.text, (trigger.start, trigger.end), candidate.mentions),
            polarity=finding.polarity, certainty=finding.certainty, time=finding.time,
            confidence=round(model.calibrated(act.confidence), 3),
            why={
                "actor": actor.why,
                "recipient": recipient.why,
                "type": _why_type(finding, trigger.text, text, model.version),
                "mode": coding.why,
                "factuality": f"{model.version}: not happened {finding.fact_scores['negative']:.2f},"
                f" future {finding.fact_scores['future']:.2f},"
                f" stated flat {finding.fact_scores['certain']:.2f}",
                "source_kind": finding.source_kind,
            },
        )  # fmt: skip
        events.append((event, teller))
    return events
