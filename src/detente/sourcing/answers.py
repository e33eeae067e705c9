"""Answers: sentences that say of an act told just before that it is not so, without telling it again.

"A charge that Islamabad denies", "Tehran called the account a fabrication", "no such call took
place, the Elysee said", "the new authorities, however, insist that their vote was lawful". Events and
attributions of one article in; denials of the acts that were claimed, with the claims, out.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from detente.codebooks.event_words import is_listed
from detente.records import Article, Attribution, Event, Sentence, Source, Span, Trigger, stable_id
from detente.sourcing.lexicon import load_cues

__all__ = ["find_answers", "is_same_act", "is_same_pair"]

_BEFORE = 2  # sentences back in which the claim stands that is answered
_MOST_CLAIMS = 4  # of one sentence that one answer denies
_SHORT = 8  # words of a verdict that says nothing else
_EARLY = 8  # words into an answer within which its "no" stands
_REACH = 12  # words of an answer that can tell what it is about
_STEM = 5  # letters by which two words count as one
_WORD = re.compile(r"\w+(?:[’']t\b)?")
_CHARGES = frozenset(["ACCUSE", "REJECT", "PROTEST"])
_PRONOUNS = frozenset({"it", "this", "that", "which", "so", "them", "these", "those"})


@dataclass(frozen=True, slots=True)
class _Answer:
    """Where an account is said to be false; `words` that tie it to the account, None for any."""

    span: Span
    words: frozenset[str] | None
    by_accused: bool = False  # "denied any role": only who is charged can answer so
    named: frozenset[str] = frozenset()  # what it speaks of, for whom it does not concern


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
        if attribution.source is None:
            continue
        number = bisect_right(starts, _place(attribution)) - 1
        answer = _answer(attribution, sentences[number], article.text) if number >= 0 else None
        if answer is None:
            continue
        source = link(attribution)
        near = [e for e in events if number - _BEFORE <= numbers[e.sentence_id] <= number]
        claims = [e for e in near if _is_claim(e, attribution, source)]
        own = [e for e in claims if attribution.code in (e.actor.code, e.recipient.code)]
        if own:
            claims = _answered(answer, own, attribution, sentences, numbers, article.text)
        else:
            claims = _named_by(answer, claims, sentences, numbers)
        claims = [c for c in claims if not _is_told(c, attribution, near)]
        for claim in claims[-_MOST_CLAIMS:]:
            denial = _denial_of(claim, answer, sentences[number], article, source)
            others = [c.event_id for c in claims if is_same_act(c, claim)]
            sourced = [i for i in _sourced_claims(denial, events) if i not in others]
            found.setdefault(denial.event_id, (denial, (*others, *sourced)))
    return found


def is_same_act(one: Event, other: Event) -> bool:
    """Whether two events are of one type between the same two actors."""
    return one.event_type == other.event_type and is_same_pair(one, other)


def is_same_pair(one: Event, other: Event) -> bool:
    """Whether two events have the same actor and recipient, either way round when symmetric."""
    pair, second = (one.actor.code, one.recipient.code), (other.actor.code, other.recipient.code)
    return pair == second or ((one.symmetric or other.symmetric) and pair == second[::-1])


# --- what is an answer -------------------------------------------------------------------------


def _place(attribution: Attribution) -> int:
    return (attribution.cue or attribution.content[0]).start


def _answer(attribution: Attribution, sentence: Sentence, text: str) -> _Answer | None:
    """Return where an attribution says that something is not so, None where it does not."""
    words = _words_of(attribution, text)
    plain = [word.lower() for word, _ in words]
    if attribution.stance == "denies" and attribution.cue is not None:
        return _Answer(attribution.cue, _denied_words(plain), by_accused=_is_share(plain))
    verdict = _verdict(attribution, words, text)
    if verdict is not None:
        return _Answer(verdict, None)
    if attribution.cue is not None and _counters(attribution, sentence, text):
        return _Answer(attribution.cue, None)
    no = _negation(plain)
    if no is None or attribution.stance != "states":
        return None
    is_back = bool(_POINTING_BACK & set(plain[no : no + 3]))
    named = frozenset() if _MODALS & set(plain[:_REACH]) else _meaning(plain)
    return _Answer(words[no][1], None if is_back else _meaning(plain), named=named)


def _words_of(attribution: Attribution, text: str) -> list[tuple[str, Span]]:
    return [
        (match[0], Span(match.start(), match.end()))
        for span in attribution.content
        for match in _WORD.finditer(text, span.start, span.end)
    ]


def _denied_words(words: Sequence[str]) -> frozenset[str] | None:
    """The words that tie what is denied to a claim; None for "denied it", "denied the charge"."""
    lists = load_cues().sources
    named = set(words[:_SHORT]) & (lists["account_nouns"] | lists["share_nouns"])
    return None if not words or named else _meaning(words)


def _is_share(words: Sequence[str]) -> bool:
    return bool(set(words) & load_cues().sources["involvement_nouns"])


def _verdict(attribution: Attribution, words: Sequence[tuple[str, Span]], text: str) -> Span | None:
    """Return the word that calls an account false: "called it baseless", ""a lie""."""
    lists = load_cues().sources
    plain = [word.lower() for word, _ in words]
    false = next(
        (s for w, s in words if w.lower() in lists["falsity_words"] and _ENDS.match(text, s.end)),
        None,
    )
    if false is None:
        return None
    if len(words) <= _SHORT and plain[0] in lists["falsity_words"] | _VERDICT_OPENERS:
        return false
    named = set(plain) & (lists["account_nouns"] | _PRONOUNS)
    is_naming = attribution.cue is not None and _lemma(attribution.cue, text) in load_cues().naming
    is_copula = bool(set(plain) & _COPULAS) and len(words) <= _SHORT
    return false if (is_naming or is_copula) and named else None


_VERDICT_OPENERS = frozenset(
    ["a", "an", "all", "not", "completely", "totally", "utterly", "pure", "simply", "entirely"]
)
# "a lie", "false and malicious", "a fabrication of the enemy", but not "false economy"
_ENDS = re.compile(
    r"\W*\s*(?:\Z|[^\w\s]|(?:and|or|but|from|to|about|of|that|by|in|on|tale|news|story)\b)"
)
_POINTING_BACK = frozenset(["such", "true", "so", "correct", "case"])  # "no such call", "not true"
# behind these an answer tells of other things: "..., though not for the wall", "which nobody believes"
_CLAUSE_OPENERS = frozenset(
    ["which", "who", "whom", "whose", "because", "though", "although", "but", "unless", "if"]
)
# what would not be denies nothing that was
_MODALS = frozenset(["will", "would", "shall", "should", "must", "may", "might", "could", "can"])
_COPULAS = frozenset(["is", "are", "was", "were"])


def _negation(words: Sequence[str]) -> int | None:
    """Return the number of the word by which an answer says no, None when it does not say so early."""
    nos = load_cues().sources["answering_negations"]
    for n, word in enumerate(words[:_EARLY]):
        if word in _CLAUSE_OPENERS:
            return None
        if word in nos and words[n + 1 : n + 2] != ["to"]:
            return n
    return None


def _lemma(cue: Span, text: str) -> str:
    word = text[cue.start : cue.end].lower()
    return load_cues().lemmas.get(word, word)


def _counters(attribution: Attribution, sentence: Sentence, text: str) -> bool:
    """Whether a sentence sets another account against the one before: "X, however, insists ..."."""
    assert attribution.cue is not None
    sources = load_cues().sources
    word = text[attribution.cue.start : attribution.cue.end].lower()
    if not sources["counter_verbs"] & {word, _lemma(attribution.cue, text)}:
        return False
    return _adversatives().search(text, sentence.start, sentence.end) is not None


@cache
def _adversatives() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in load_cues().sources["adversatives"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


# --- what is answered --------------------------------------------------------------------------


def _is_claim(event: Event, attribution: Attribution, denier: Source) -> bool:
    """Whether the event is told as done, and not by the denier's side."""
    is_own = any(
        near.text.casefold() == denier.text.casefold()
        or (near.kind != "named" and near.code is not None and near.code == attribution.code)
        for near in event.source_chain[:1]
    )
    return (
        event.polarity == "positive"
        and event.time == "past_present"
        and not is_own
        and not _inside(event, attribution)
    )


def _inside(event: Event, attribution: Attribution) -> bool:
    spans = [*attribution.content, *([attribution.cue] if attribution.cue else [])]
    return any(span.start <= event.trigger.start < span.end for span in spans)


def _answered(
    answer: _Answer,
    claims: Sequence[Event],
    attribution: Attribution,
    sentences: Sequence[Sentence],
    numbers: dict[str, int],
    text: str,
) -> list[Event]:
    """Return the claims that an answer means: those of the nearest sentence before, that fit it.

    Who is charged answers first for what his side did; what was done to him, or by both, only where
    nothing else is in question and somebody claims it or the answer names it. "Denied the charge"
    does not deny that a charge was made.
    """
    place = min(answer.span.start, _place(attribution))
    before = [c for c in claims if c.trigger.start < place]
    behind = [c for c in claims if c.trigger.start > place and c.source_chain]
    fitting = [
        c
        for c in before or behind
        if answer.words is None or _fits(answer.words, c, sentences[numbers[c.sentence_id]], text)
    ]
    if answer.words is None:
        fitting = [c for c in fitting if c.event_type not in _CHARGES]
    own = [c for c in fitting if c.actor.code == attribution.code and not c.symmetric]
    if not own and not answer.by_accused:
        own = [c for c in fitting if c.source_chain or answer.words is not None]
    return [c for c in own if c.sentence_id == own[-1].sentence_id]


def _named_by(
    answer: _Answer,
    claims: Sequence[Event],
    sentences: Sequence[Sentence],
    numbers: dict[str, int],
) -> list[Event]:
    """Return the claims that somebody whom they do not concern denies: those whose act the answer names.

    "Nobody asked for anything, says the opposition", "the third had heard no such offer".
    """
    found = [
        c
        for c in claims
        if c.trigger.start < answer.span.start and c.source_chain and _names(answer.named, c)
    ]
    return [c for c in found if c.sentence_id == found[-1].sentence_id]


def _names(words: frozenset[str], claim: Event) -> bool:
    """Whether one of the words is the claim's own or names its kind of act."""
    trigger = {word[:_STEM] for word in _meaning(_WORD.findall(claim.trigger.text.lower()))}
    return bool(trigger & {word[:_STEM] for word in words}) or any(
        is_listed(claim.event_type, word) for word in words
    )


def _fits(words: frozenset[str], claim: Event, sentence: Sentence, text: str) -> bool:
    """Whether an answer speaks of what was claimed: the act's word or kind of act.

    What somebody claims is known by any word of its sentence.
    """
    if _names(words, claim):
        return True
    if not claim.source_chain:
        return False
    names = {
        w.lower() for side in (claim.actor, claim.recipient) for w in _WORD.findall(side.text or "")
    }
    told = frozenset([w.lower() for w in _WORD.findall(text[sentence.start : sentence.end])])
    stems = {word[:_STEM] for word in told - names if len(word) >= _STEM - 1}
    return bool({word[:_STEM] for word in words - names} & stems)


def _meaning(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words[:_REACH] if len(word) >= _STEM - 1)


def _is_told(claim: Event, attribution: Attribution, events: Sequence[Event]) -> bool:
    """Whether the denial of the act stands as an event in the answer itself."""
    return any(
        _inside(event, attribution) and event.polarity == "negative" and is_same_pair(event, claim)
        for event in events
    )


def _denial_of(
    claim: Event, answer: _Answer, sentence: Sentence, article: Article, source: Source
) -> Event:
    at = answer.span
    trigger = Trigger(at.start, at.end, article.text[at.start : at.end])
    event_id = stable_id(
        "e", article.article_id, article.text_hash, sentence.sentence_id, at.start,
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


def _sourced_claims(denial: Event, events: Sequence[Event]) -> list[str]:
    """Return the ids of all claims of the denied act by somebody else."""
    return [
        event.event_id
        for event in events
        if event.happened
        and event.source_chain
        and is_same_act(event, denial)
        and event.source_chain[0].text.casefold() != denial.source_chain[0].text.casefold()
    ]
