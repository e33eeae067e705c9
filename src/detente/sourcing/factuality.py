"""Does the text say that it happened? A parse and a trigger go in, a `Factuality` comes out.

Read upwards from the event word: what stands at the word itself (negation, modals, adjectives),
then at each word above it that governs it, as far as the clause reaches. Every answer names the
words that decided, so that a reader can check it.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.records import Certainty, Factuality, Polarity, Span, Time
from detente.sourcing.lexicon import Cues, Signal, load_cues

__all__ = ["BESIDE", "judge"]

_RANK: dict[Certainty, int] = {"certain": 0, "probable": 1, "possible": 2, "underspecified": 3}
# Relations over which the event's clause goes on upwards.
_CLIMBED = frozenset(
    "xcomp ccomp pcomp csubj auxpass aux dobj obj pobj prep nsubj nsubjpass attr oprd compound".split()
)
# How a reason ends when its word stands at the event word itself: the surest kind.
BESIDE = "beside it"
_MAX_STEPS = 12  # words above the event; no clause of a news sentence is deeper


@dataclass(slots=True)
class _Verdict:
    """What the words read so far say."""

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "past_present"
    why: dict[str, str] | None = None

    def hear(self, signal: Signal | None, word: str, place: str = "above it") -> None:
        """Take in what one word says; the weaker certainty wins, a second negation is kept out."""
        if signal is None:
            return
        assert self.why is not None
        if signal.polarity == "negative" and "polarity" not in self.why:
            self.polarity = "negative"
            self.why["polarity"] = f"'{word}' {place}"
        if signal.certainty and _RANK[signal.certainty] > _RANK[self.certainty]:
            self.certainty = signal.certainty
            self.why["certainty"] = f"'{word}' {place}"
        if signal.time == "future" and self.time != "future":
            self.time = "future"
            self.why["time"] = f"'{word}' {place}"


def judge(doc: Doc | None, sentence_text: str, trigger: Span) -> tuple[Factuality, dict[str, str]]:
    """Return what the sentence commits to about the event word at `trigger`, and which words say so.

    `trigger` is counted from the start of the sentence. Without a parse nothing is known beyond
    the question mark; parts that no word decided are absent from the second value.
    """
    verdict = _Verdict(why={})
    assert verdict.why is not None
    if sentence_text.rstrip().rstrip("\"'”’").endswith("?"):
        verdict.hear(Signal(certainty="underspecified"), "?")
    event = _event_token(doc, trigger) if doc is not None else None
    if event is not None:
        _climb(event, verdict, load_cues())
    return Factuality(verdict.polarity, verdict.certainty, verdict.time), verdict.why


def _event_token(doc: Doc, trigger: Span) -> Token | None:
    """Return the highest token of the trigger, the rightmost of equals."""
    inside = [t for t in doc if t.idx < trigger.end and trigger.start < t.idx + len(t)]
    heads = [t for t in inside if t.head == t or t.head not in inside]
    spoken = [t for t in heads if t.pos_ in ("VERB", "NOUN", "PROPN", "ADJ", "AUX")]
    return next(iter(spoken or heads), None)


def _climb(event: Token, verdict: _Verdict, cues: Cues) -> None:
    token = event
    _hear_at(token, verdict, cues, own=True)
    for _ in range(_MAX_STEPS):
        above = _above(token)
        if above is None:
            return
        if token.pos_ in ("NOUN", "PROPN", "ADP") and above.pos_ in ("NOUN", "PROPN"):
            # "the threat of an attack", "a possible visit date": one noun up and no farther
            verdict.hear(cues.nouns.get(above.lemma_.lower()), above.text)
            return
        if token.pos_ in ("NOUN", "PROPN") and not _carries(token, above, verdict, cues):
            return
        if token.pos_ not in ("NOUN", "PROPN", "ADP"):
            _hear_governor(token, above, verdict, cues)
            if above.pos_ in ("NOUN", "PROPN"):
                return
        if token.dep_ != "ccomp":
            _hear_at(above, verdict, cues, own=False)
        token = above


def _carries(noun: Token, above: Token, verdict: _Verdict, cues: Cues) -> bool:
    """Whether the verb above shares its time and negation with the noun: "will hold talks"."""
    if above.pos_ == "ADP":
        return above.lower_ in ("of", "for", "on", "about", "to")
    if above.pos_ not in ("VERB", "AUX"):
        return False
    lemma = above.lemma_.lower()
    if noun.dep_ in ("dobj", "obj", "nsubjpass", "attr"):
        if lemma in cues.predicates and lemma not in cues.words["clause_only"]:
            verdict.hear(cues.predicates[lemma], above.text)
            return True
        return lemma in cues.words["carriers"]
    return noun.dep_ == "nsubj" and lemma in cues.words["carriers"]


def _above(token: Token) -> Token | None:
    """Return the word above, None where the event's clause ends."""
    above = token.head
    if above == token:
        return None
    if token.dep_ == "conj":
        own = any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children)
        return None if own and token.pos_ in ("VERB", "AUX") else above
    if token.dep_ in ("acl", "advcl"):
        purpose = any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)
        return above if purpose else None
    return above if token.dep_ in _CLIMBED else None


def _hear_governor(token: Token, above: Token, verdict: _Verdict, cues: Cues) -> None:
    """Hear what a governing word says of the clause below it."""
    lemma = above.lemma_.lower()
    if above.pos_ in ("NOUN", "PROPN"):
        verdict.hear(cues.nouns.get(lemma), above.text)
    elif above.pos_ in ("ADJ", "ADV"):
        verdict.hear(cues.predicates.get(lemma) or cues.adjectives.get(lemma), above.text)
    elif above.pos_ in ("VERB", "AUX"):
        signal = cues.predicates.get(lemma)
        if signal is not None and token.dep_ == "ccomp":
            # a full clause ("said that ...") stands by itself but for denial and belief
            signal = Signal(
                signal.certainty if signal.certainty == "probable" else None, None, signal.polarity
            )
        verdict.hear(signal, above.text)


def _hear_at(token: Token, verdict: _Verdict, cues: Cues, *, own: bool) -> None:
    """Hear the words around one token: negation, modals, conditions, adjectives, adverbs."""
    shares = own or token.pos_ in ("AUX", "VERB", "ADJ", "NOUN")
    place = BESIDE if own else "above it"
    for child in token.children:
        word = child.lower_
        if child.dep_ == "neg" and shares:
            verdict.hear(Signal(polarity="negative"), child.text, place)
        elif child.dep_ == "aux" and shares:
            verdict.hear(cues.modals.get(word), child.text, place)
        elif child.dep_ == "mark" and word in cues.words["conditions"]:
            verdict.hear(Signal(certainty="underspecified"), child.text, place)
        elif child.dep_ == "advmod":
            verdict.hear(cues.adverbs.get(word), child.text, place)
        elif child.dep_ == "amod" and own:
            verdict.hear(cues.adjectives.get(word), child.text, place)
        elif child.dep_ in ("det", "preconj") and word in cues.words["negative_determiners"]:
            verdict.hear(Signal(polarity="negative"), child.text, place)
    if token.dep_ == "pobj" and token.head.lower_ in cues.words["negative_prepositions"]:
        verdict.hear(Signal(polarity="negative"), token.head.text)
    _hear_be_to(token, verdict)


def _hear_be_to(token: Token, verdict: _Verdict) -> None:
    """Hear "is to visit" and "is going to visit"."""
    if (
        token.dep_ == "xcomp"
        and token.head.lemma_ in ("be", "go")
        and token.head.tag_ in ("VBZ", "VBP", "VBG")
    ):
        if any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children):
            verdict.hear(Signal(time="future"), f"{token.head.text} to")
