"""Chains of sources on events: who vouches for each, nearest first.

Events and attributions of one article in; the events with `source_chain`, and with the denials of
`denials.py`, out. The article's own outlet is never in a chain.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Sequence

from detente.codebooks.outlets import find_outlet
from detente.parse.event_dates import SPOKEN_TYPES
from detente.records import Article, Attribution, Event, Mention, Sentence, Source, SourceKind, Span
from detente.sourcing.accounts import find_denied_account, is_account
from detente.sourcing.answers import find_answers
from detente.sourcing.denials import link_denials
from detente.sourcing.lexicon import load_cues
from detente.sourcing.sources import MentionIndex, outlet_spans, overlaps
from detente.sourcing.tellers import Told

__all__ = ["attach_sources"]

_MAX_LINKS = 4
_FIRST_PERSON = frozenset({"i", "we"})
_PRONOUNS = frozenset({"he", "she"})
_NEAR = 1200  # characters back in which a pronoun's name is looked for: some paragraphs
_TOLD = re.compile(
    r"\b(?:told|tells|telling|to|on|with|by|via)\s+(?:the\s+)?(?:\w+\s+){0,2}\Z", re.I
)


def attach_sources(
    events: Sequence[Event],
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    article: Article,
    mentions: Sequence[Mention],
    told: Told | None = None,
) -> tuple[Event, ...]:
    """Return the events with who vouches for each, nearest first, and with denials linked.

    Where no attribution covers an act, `told` has what the reading model says of its source.

    What is no more than an unnamed source's talk to a medium is left out. A verbal act is vouched
    for by whoever reports it, not by its own subject. A pronoun in a
    chain stands as the name that it refers to; a medium that was told follows its informant.
    """
    chains = _Chains(article, attributions, sentences, mentions)
    chained = [
        dataclasses.replace(event, source_chain=chains.of(event))
        for event in events
        if not _tells_the_press(event, attributions)
    ]
    if told is not None:
        chained = _with_told(chained, told, chains)
    chained = _settle_denied(chained, sentences, article.text)
    answers = find_answers(chained, attributions, sentences, article, chains.link)
    return link_denials(chained, answers, attributions, article.text)


def _with_told(events: Sequence[Event], told: Told, chains: _Chains) -> list[Event]:
    """Give events without a source the one that the reading model sees, here or named before."""
    done: list[Event] = []
    last: tuple[Source, ...] = ()
    for event in sorted(events, key=lambda e: e.trigger.start):
        if not event.source_chain:
            source = told.source_of(event)
            if source is not None:
                event = _vouched(event, chains.from_words(source, event), "points to these words")
            elif last and told.is_named_before(event):
                event = _vouched(event, last, "takes the source before for this one's")
        last = event.source_chain or last
        done.append(event)
    return done


def _vouched(event: Event, chain: tuple[Source, ...], why: str) -> Event:
    reasons = {**event.why, "source": f"the reading model {why}"}
    return dataclasses.replace(event, source_chain=chain, why=reasons)


def _settle_denied(
    events: Sequence[Event], sentences: Sequence[Sentence], text: str
) -> list[Event]:
    """Settle what an account said to be false leaves: who denies, and no charge by the denier.

    "Reports that X had fired were wrong, Cairo said" rests on Cairo alone; "called the raid a
    fabrication" is no accusation of whoever was raided.
    """
    starts = [sentence.start for sentence in sentences]
    kept: list[Event] = []
    cues: list[tuple[Span, Event]] = []
    for event in events:
        if event.polarity == "negative":
            sentence = sentences[bisect_right(starts, event.trigger.start) - 1]
            words = text[sentence.start : sentence.end]
            local = Span(event.trigger.start - sentence.start, event.trigger.end - sentence.start)
            cue = find_denied_account(words, local)
            if cue is not None:
                cues.append((Span(sentence.start + cue.start, sentence.start + cue.end), event))
                chain = tuple(s for s in event.source_chain if s.text and not is_account(s.text))
                event = dataclasses.replace(event, source_chain=chain)
        kept.append(event)
    return [event for event in kept if not any(_is_the_denial(event, *one) for one in cues)]


def _is_the_denial(event: Event, cue: Span, denied: Event) -> bool:
    sides = {event.actor.code, event.recipient.code}
    return (
        event.event_type in ("ACCUSE", "REJECT")
        and sides == {denied.actor.code, denied.recipient.code}
        and overlaps([cue], event.trigger.start, event.trigger.end)
    )


def _tells_the_press(event: Event, attributions: Sequence[Attribution]) -> bool:
    """Whether a talk is an unnamed source speaking to a medium: no state talks to another there."""
    return event.event_type == "CONSULT" and any(
        a.kind == "anonymous"
        and a.cue is not None
        and overlaps([a.cue], event.trigger.start, event.trigger.end)
        for a in attributions
    )


class _Chains:
    """Builds the chain of one event after another over the attributions of one article."""

    def __init__(
        self,
        article: Article,
        attributions: Sequence[Attribution],
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
    ) -> None:
        self._text = article.text
        self._own = _bare(article.outlet or "")
        self._is_release = find_outlet(article.outlet).kind == "government"
        self._attributions = attributions
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._mentions = MentionIndex(mentions)
        self._named = sorted(
            (
                a.source
                for a in attributions
                if a.source and a.kind == "named" and not self._is_pronoun(a)
            ),
            key=lambda span: span.start,
        )
        self._named_starts = [span.start for span in self._named]

    def of(self, event: Event) -> tuple[Source, ...]:
        """Return the sources of an event, nearest first, each once."""
        links: list[Source] = []
        for attribution in _covering(event, self._attributions):
            if not self._vouches(event, attribution):
                continue
            for link in (self.link(attribution), self._told_outlet(attribution)):
                if link is not None and not self._is_known(link, links):
                    links.append(link)
        return tuple(links[:_MAX_LINKS])

    def from_words(self, source: Source, event: Event) -> tuple[Source, ...]:
        """Return the chain of a source found in the sentence of an event, with the medium it told."""
        assert source.start is not None and source.end is not None
        span = Span(source.start, source.end)
        word = Span(event.trigger.start, event.trigger.end)
        attribution = Attribution(span, span, (word,), source.kind, code=source.code)
        links: list[Source] = []
        for link in (self.link(attribution), self._told_outlet(attribution)):
            if link is not None and not self._is_known(link, links):
                links.append(link)
        return tuple(links)

    def _is_known(self, link: Source, links: Sequence[Source]) -> bool:
        if link.kind == "outlet" and self._own and _bare(link.text) == self._own:
            return True
        return any((link.text, link.kind) == (other.text, other.kind) for other in links)

    def _is_pronoun(self, attribution: Attribution) -> bool:
        span = attribution.source
        return span is not None and self._text[span.start : span.end].lower() in _PRONOUNS

    def link(self, attribution: Attribution) -> Source:
        """Return the source of an attribution, a pronoun as the name that it refers to."""
        span = attribution.source
        if span is None:
            return Source(attribution.kind, "", code=attribution.code)
        name = self._name_of(span) if self._is_pronoun(attribution) else None
        kind: SourceKind = "named" if name else attribution.kind
        span = name or span
        words = self._text[span.start : span.end]
        return Source(kind, words, span.start, span.end, attribution.code)

    def _name_of(self, pronoun: Span) -> Span | None:
        """Return the last named source before a pronoun, of the same person when that is known."""
        persons = {m.person for m in self._mentions.over(pronoun) if m.person}
        last = bisect_right(self._named_starts, pronoun.start)
        for span in reversed(self._named[:last]):
            if pronoun.start - span.start > _NEAR:
                return None
            known = {m.person for m in self._mentions.over(span) if m.person}
            if not persons or not known or persons & known:
                return span
        return None

    def _told_outlet(self, attribution: Attribution) -> Source | None:
        """Return the medium that the source told: "a diplomat told Reuters that ..."."""
        if attribution.cue is None or attribution.kind == "outlet":
            return None
        number = bisect_right(self._starts, attribution.cue.start) - 1
        if number < 0:
            return None
        sentence = self._sentences[number]
        words = self._text[sentence.start : sentence.end]
        for local in outlet_spans(words):
            span = Span(sentence.start + local.start, sentence.start + local.end)
            inside = overlaps(attribution.content, span.start, span.end)
            if not inside and _TOLD.search(words[: local.start]):
                return Source("outlet", self._text[span.start : span.end], span.start, span.end)
        return None

    def _vouches(self, event: Event, attribution: Attribution) -> bool:
        """Whether the source of an attribution that covers an event vouches for it."""
        cue = attribution.cue
        if attribution.kind == "author":
            return False
        if cue is None:
            return True
        word = self._text[cue.start : cue.end].lower()
        stems = load_cues().sources["topic_stems"]
        if word.startswith(tuple(stems)):
            return False  # "discussed the war" names a topic
        if attribution.stance == "questions" and not _starts_with(word, "questions"):
            return False  # "did not say that": nobody says so
        if cue.start < event.trigger.end and event.trigger.start < cue.end:
            return attribution.stance == "denies" and event.polarity == "negative"
        if attribution.stance == "denies" and event.polarity == "negative":
            return True  # "denied that it had promised": who denies vouches for the "not"
        return event.event_type not in SPOKEN_TYPES or not self._is_own_word(
            event, attribution, word
        )

    def _is_own_word(self, event: Event, attribution: Attribution, cue: str) -> bool:
        """Whether the act is the speaker's own word: "he expressed his thanks", "we warn them".

        In a government's release every word of its own people is such: the release vouches for it.
        """
        actor, source = event.actor, attribution.source
        if actor.text.lower() in _FIRST_PERSON:
            # "we asked them for fuel", told a paper, is news of an earlier act
            return self._is_release or not _PAST.search(event.trigger.text)
        if actor.start is not None and actor.end is not None and source is not None:
            if overlaps([source], actor.start, actor.end):
                return True
        if attribution.code is not None and attribution.code != event.actor.code:
            return False
        performs = cue.startswith(tuple(load_cues().sources["performative_stems"]))
        return performs or (self._is_release and attribution.code is not None)


_PAST = re.compile(r"(?:\w{2}ed|told|said|met|spoke|wrote|sought)\b", re.IGNORECASE)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def _starts_with(word: str, stance: str) -> bool:
    return any(word.startswith(w[:4]) for w, name in load_cues().stance.items() if name == stance)


def _covering(event: Event, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions whose content holds the trigger, smallest content first.

    A denial whose cue is the trigger itself ("a charge denied by ...") counts as holding it.
    """
    trigger = event.trigger
    found = [
        a
        for a in attributions
        if any(s.start <= trigger.start and trigger.end <= s.end for s in a.content)
        or (a.stance == "denies" and a.cue and overlaps([a.cue], trigger.start, trigger.end))
    ]
    return sorted(found, key=lambda a: sum(span.end - span.start for span in a.content))
