"""Who vouches for an act where no rule finds it: the reading model points, the parse gives the phrase.

The model is trained on the words of sources in labelled sentences; it knows constructions that no
cue tells ("Dushanbe has Kyrgyz guards shooting", "a count of the general staff").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from detente.records import Event, Mention, Sentence, Source, Teller
from detente.sourcing.clauses import noun_phrase
from detente.sourcing.lexicon import lemma_of, load_cues
from detente.sourcing.sources import MentionIndex, judge_kind, moved, source_code

__all__ = ["Told"]

# Probabilities from which the model's word is taken; fitted on labelled sentences kept from training.
NAMED_HERE = 0.7
NAMED_BEFORE = 0.6


class Told:
    """What the reading model says of the sources of one article's acts."""

    def __init__(
        self,
        tellers: Mapping[str, Teller],
        docs: Mapping[str, Doc],
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
    ) -> None:
        self._tellers = tellers
        self._docs = docs
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._index = MentionIndex(mentions)

    def source_of(self, event: Event) -> Source | None:
        """Return the source that the sentence of an act names for it, if the model is sure of one."""
        teller = self._tellers.get(event.event_id)
        if teller is None or teller.here < NAMED_HERE:
            return None
        sentence = self._sentences[bisect_right(self._starts, teller.word.start) - 1]
        doc = self._docs.get(sentence.sentence_id)
        head = _head_at(doc, teller.word.start - sentence.start) if doc is not None else None
        if head is None or event.trigger.start <= sentence.start + head.idx < event.trigger.end:
            return None
        words = moved(noun_phrase(head), sentence.start)
        over = self._index.over(words.span)
        kind = judge_kind(words, over)
        if kind == "author":
            return None
        return Source(kind, words.text, words.span.start, words.span.end, source_code(over))

    def is_named_before(self, event: Event) -> bool:
        """Whether the model takes an act for the word of a source that a sentence before names."""
        teller = self._tellers.get(event.event_id)
        return teller is not None and teller.before >= NAMED_BEFORE


def _head_at(doc: Doc, at: int) -> Token | None:
    """Return the head of the phrase that speaks, over a character of the sentence.

    "Yemen's bank" in "the governor of Yemen's bank" is part of it; "Baghdad's" in "Baghdad's telling" is all.
    """
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if not span or span[0].pos_ not in _NAMING:
        return None
    token = span[0]
    while token.dep_ in _PARTS or (token.dep_ == "poss" and _can_speak(token.head)):
        token = token.head
    while token.dep_ == "pobj" and token.head.lower_ == "of" and _can_speak(token.head.head):
        token = token.head.head
    return token if token.pos_ in _NAMING else None


_NAMING = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_PARTS = frozenset({"compound", "amod", "det", "nummod", "nmod", "quantmod"})


def _can_speak(noun: Token) -> bool:
    sources = load_cues().sources
    speakers = ("role_nouns", "organisation_words", "anonymous_nouns", "outlet_words")
    return any(lemma_of(noun) in sources[kind] for kind in speakers)
