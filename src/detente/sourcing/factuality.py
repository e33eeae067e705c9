"""Does the text say that it happened? A parse and a trigger go in, a `Factuality` comes out.

Read upwards from the event word: what stands at the word itself (negation, modals, adjectives),
then each word above it that governs it, as far as its clause reaches. Every answer names the
words that decided, so that a reader can check it. The scheme follows FactBank and NewsReader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.records import Certainty, Factuality, Polarity, Span, Time
from detente.sourcing.accounts import find_denied_account
from detente.sourcing.lexicon import Cues, Signal, lemma_of, load_cues

__all__ = ["BESIDE", "GOVERNED", "judge"]

_RANK: dict[Certainty, int] = {"certain": 0, "probable": 1, "possible": 2, "underspecified": 3}
# How a reason ends when its word stands at the event word itself: the surest kind.
BESIDE = "beside it"
# ... and when a noun or verb of wish or plan governs it: "their interest in continuing to trade", "decided to
# supply".
GOVERNED = "governs it"
_ABOVE = "above it"
_MAX_STEPS = 12  # words above the event; no clause of a news sentence is deeper
_WINDOW = 3  # words before the event word that are looked at without a parse

_NEGATIVE = Signal(polarity="negative")
_OPEN = Signal(certainty="underspecified")
_FUTURE = Signal(time="future")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_VERBAL = frozenset({"VERB", "AUX"})
_OBJECTS = frozenset({"dobj", "obj", "nsubjpass", "attr", "oprd", "dative"})
_CLAUSES = frozenset({"xcomp", "ccomp", "pcomp", "csubj", "acomp", "advcl", "acl"})
# "during her visit she will meet": the time of the verb, not its doubt or denial
_ALONGSIDE = frozenset({"during", "before", "after", "ahead"})
_WORD = re.compile(r"[\w’'-]+")


@dataclass(slots=True)
class _Verdict:
    """What the words read so far say."""

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "past_present"
    why: dict[str, str] = field(default_factory=dict)

    def hear(self, signal: Signal | None, word: str, place: str = _ABOVE) -> bool:
        """Take in what one word says: the weaker certainty wins, a second negation is kept out."""
        if signal is None:
            return False
        if signal.polarity == "negative" and "polarity" not in self.why:
            self.polarity = "negative"
            self.why["polarity"] = f"'{word}' {place}"
        if signal.certainty and _RANK[signal.certainty] > _RANK[self.certainty]:
            self.certainty = signal.certainty
            self.why["certainty"] = f"'{word}' {place}"
        if signal.time == "future" and self.time != "future":
            self.time = "future"
            self.why["time"] = f"'{word}' {place}"
        return True

    def deny(self, words: str) -> None:
        """Take in that the account of the event is said to be false: that is stated flat."""
        self.polarity, self.certainty = "negative", "certain"
        self.why["polarity"] = self.why["certainty"] = f"'{words}' {BESIDE}"


# "Were the minister to resign, ...", "Had they met, ...": a condition without "if", to its comma.
_INVERTED = re.compile(r"\W*(?P<word>Were|Had|Should)\s+(?!to\b)[^,?]{3,160}(?=,)")


def judge(doc: Doc | None, sentence_text: str, trigger: Span) -> tuple[Factuality, dict[str, str]]:
    """Return what the sentence commits to about the event word at `trigger`, and which words say so.

    `trigger` is counted from the start of the sentence. Without a parse only the words right
    before the trigger are read. Parts that no word decided are absent from the second value.
    """
    verdict = _Verdict()
    cues = load_cues()
    event = _event_token(doc, trigger) if doc is not None else None
    is_main = True
    if event is not None:
        is_main = _climb(event, verdict, cues)
    elif doc is None:
        _read_words_before(sentence_text[: trigger.start], verdict, cues)
    inverted = _INVERTED.match(sentence_text)
    if inverted and trigger.end <= inverted.end():
        verdict.hear(_OPEN, inverted["word"], BESIDE)
    denied = find_denied_account(sentence_text, trigger)
    if denied is not None:
        verdict.deny(sentence_text[denied.start : denied.end])
    if is_main and sentence_text.rstrip().rstrip("\"'”’").endswith("?"):
        verdict.hear(_OPEN, "?")
    return Factuality(verdict.polarity, verdict.certainty, verdict.time), verdict.why


def _read_words_before(text: str, verdict: _Verdict, cues: Cues) -> None:
    for word in _WORD.findall(text.lower())[-_WINDOW:]:
        for table in (cues.modals, cues.adverbs, cues.adjectives):
            verdict.hear(table.get(word), word)
        if word in cues.words["negative_determiners"] | cues.words["negative_prepositions"]:
            verdict.hear(_NEGATIVE, word)


def _event_token(doc: Doc, trigger: Span) -> Token | None:
    """Return the highest token of the trigger, the leftmost content word of equals."""
    inside = [t for t in doc if t.idx < trigger.end and trigger.start < t.idx + len(t)]
    heads = [t for t in inside if t.head == t or t.head not in inside]
    spoken = [t for t in heads if t.pos_ in _VERBAL | _NOMINAL | {"ADJ"}]
    found = next(iter(spoken or heads), None)
    if found is not None and found.dep_ == "advmod" and found.head.pos_ in _VERBAL:
        return found.head  # "will not negatively affect"
    return found


# --- upwards -----------------------------------------------------------------------------------


def _climb(event: Token, verdict: _Verdict, cues: Cues) -> bool:
    """Hear the event word and what governs it; return whether the main clause was reached."""
    token: Token | None = event
    _hear_around(event, verdict, cues, own=True)
    for _ in range(_MAX_STEPS):
        assert token is not None
        if token.head.i == token.i:
            return True
        token = _step(token, verdict, cues)
        if token is None:
            return False
    return False


def _step(token: Token, verdict: _Verdict, cues: Cues) -> Token | None:
    """Hear the word above and return it, or None where the event's clause ends."""
    above = token.head
    if token.dep_ == "conj":
        return _step_beside(token, above, verdict, cues)
    if token.dep_ == "prep":
        return _step_preposition(token, above, verdict, cues)
    if token.dep_ == "pobj" or (token.dep_ == "pcomp" and above.pos_ in ("ADP", "SCONJ")):
        if above.lower_ in cues.words["negative_prepositions"]:
            verdict.hear(_NEGATIVE, above.text, BESIDE)
        return above
    if token.dep_ in ("compound", "nmod", "poss", "amod") and above.pos_ in _NOMINAL:
        verdict.hear(cues.nouns.get(lemma_of(above)), above.text)
        return None
    if token.dep_ in ("acl", "relcl", "advcl") and not _is_infinitive(token):
        return None
    if token.dep_ in _CLAUSES and token.pos_ not in ("NOUN", "PROPN"):
        return _step_clause(token, above, verdict, cues)
    return _step_nominal(token, above, verdict, cues)


def _step_beside(token: Token, above: Token, verdict: _Verdict, cues: Cues) -> Token | None:
    """The second of two joined words shares what stands at the first, if it has none of its own."""
    if token.pos_ in _VERBAL:
        own = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in token.children)
        if own and not _is_infinitive(token):
            return None
        if token.tag_ != above.tag_:
            return None
        _hear_around(above, verdict, cues, own=False)
    return above


def _step_preposition(token: Token, above: Token, verdict: _Verdict, cues: Cues) -> Token | None:
    word, lemma = token.lower_, lemma_of(above)
    if above.pos_ in _NOMINAL:
        return _step_noun(above, verdict, cues)
    if above.pos_ not in _VERBAL:
        verdict.hear(cues.predicates.get(lemma), above.text)
        return above if above.dep_ in ("acomp", "xcomp") else None
    if word in _ALONGSIDE or (word == "on" and lemma not in cues.words["carriers"]):
        _hear_time(above, verdict, cues)
        return None
    is_governed = word in cues.preposition.get(lemma, ()) or word in cues.words["governing"]
    if is_governed and verdict.hear(_of_object(above, verdict, cues), above.text):
        _hear_around(above, verdict, cues, own=False)
        return above
    if lemma in cues.words["carriers"] and word not in cues.words["governing"]:
        _hear_around(above, verdict, cues, own=False)
        return above
    return None


def _step_noun(noun: Token, verdict: _Verdict, cues: Cues) -> Token | None:
    """ "The threat of ...", "a plan to ...", "a round of ...": go on where the noun says little."""
    lemma = lemma_of(noun)
    heard = verdict.hear(cues.nouns.get(lemma), noun.text, GOVERNED)
    if heard or lemma in cues.words["measures"]:
        _hear_around(noun, verdict, cues, own=False)
        return noun
    return None


def _step_clause(token: Token, above: Token, verdict: _Verdict, cues: Cues) -> Token | None:
    """A verb below a verb, an adjective or a noun: "failed to sign", "is likely to sign"."""
    lemma = lemma_of(above)
    if above.pos_ in _NOMINAL:
        signal = cues.nouns.get(lemma)
        if not verdict.hear(signal, above.text, GOVERNED) and _is_infinitive(token):
            verdict.hear(_FUTURE, above.text)
        _hear_around(above, verdict, cues, own=False)
        return above
    if token.dep_ == "ccomp" and not _is_infinitive(token):
        return _step_finite(token, above, verdict, cues)
    if token.dep_ == "advcl":
        # the purpose of an act is open, that of a journey or a meeting is its programme
        if lemma not in cues.words["travel"]:
            verdict.hear(_FUTURE, "to")
    elif not _is_perfect(token) or lemma in cues.words["epistemic"]:
        _hear_be_to(token, above, verdict)
        signal = cues.predicates.get(lemma) or cues.predicates.get(above.lower_)
        is_below = token.dep_ == "xcomp" and _is_infinitive(token)
        verdict.hear(signal, above.text, GOVERNED if is_below else _ABOVE)
    _hear_around(above, verdict, cues, own=False)
    return above


def _step_finite(token: Token, above: Token, verdict: _Verdict, cues: Cues) -> Token | None:
    """A full clause stands by itself but for denial, belief, hope, and demands in the bare form."""
    lemma = lemma_of(above)
    signal = cues.predicates.get(lemma)
    if lemma in cues.words["that_opens"] and signal is not None:
        is_demand = signal.certainty == "underspecified" and token.tag_ == "VB"
        verdict.hear(
            Signal(signal.certainty, "future" if is_demand else None, signal.polarity), above.text
        )
    if lemma in cues.words["raises_negation"] and any(c.dep_ == "neg" for c in above.children):
        verdict.hear(_NEGATIVE, f"not {lemma}")
    return None


def _step_nominal(token: Token, above: Token, verdict: _Verdict, cues: Cues) -> Token | None:
    """A noun below a verb shares time, doubt and denial with few verbs: "will hold talks"."""
    if above.pos_ not in _VERBAL:
        return None
    lemma = lemma_of(above)
    if token.dep_ in _OBJECTS:
        heard = verdict.hear(_of_object(above, verdict, cues), above.text)
        if not heard and lemma not in cues.words["carriers"]:
            return None
    elif token.dep_ in ("nsubj", "csubj"):
        if _hear_raised(above, verdict, cues):
            return None
        if lemma not in cues.words["carriers"] or lemma in cues.words["object_carriers"]:
            return None
        if any(c.dep_ in ("attr", "acomp") for c in above.children) and not _is_there(above):
            _hear_time(above, verdict, cues)
            return None
    else:
        return None
    _hear_around(above, verdict, cues, own=False)
    return above


def _of_object(verb: Token, verdict: _Verdict, cues: Cues) -> Signal | None:
    """Return what a verb says of its noun object; only what was planned can be rejected away."""
    lemma = lemma_of(verb)
    signal = cues.predicates.get(lemma)
    if signal is None or lemma not in cues.words["clause_only"]:
        return signal
    is_planned = verdict.time == "future" and signal.polarity == "negative"
    return signal if is_planned else None


def _hear_raised(above: Token, verdict: _Verdict, cues: Cues) -> bool:
    """ "Talks failed to begin", "a truce is likely": the predicate speaks of its subject."""
    found = False
    for child in above.children:
        if child.dep_ == "acomp" and lemma_of(child) in cues.predicates:
            found = verdict.hear(cues.predicates[lemma_of(child)], child.text) or found
        elif child.dep_ == "xcomp" and lemma_of(child) in cues.words["carriers"]:
            signal = cues.predicates.get(lemma_of(above))
            if signal is not None and child.i > above.i:
                found = verdict.hear(signal, above.text) or found
            elif above.lemma_ in ("be", "go"):
                _hear_be_to(child, above, verdict)
    if found:
        _hear_around(above, verdict, cues, own=False)
    return found


# --- the words around one token ----------------------------------------------------------------


def _hear_around(token: Token, verdict: _Verdict, cues: Cues, *, own: bool) -> None:
    """Hear negation, modals, conditions, adjectives and adverbs at one word."""
    place = BESIDE if own else _ABOVE
    for child in token.children:
        word = child.lower_
        if child.dep_ == "neg":
            verdict.hear(_NEGATIVE, child.text, place)
        elif child.dep_ == "aux":
            verdict.hear(_modal(child, token, cues), child.text, place)
        elif child.dep_ == "mark" and word in cues.words["conditions"]:
            verdict.hear(_OPEN, child.text, place)
        elif child.dep_ in ("mark", "advmod") and word in cues.words["until"]:
            _hear_until(child, token, verdict)
        elif child.dep_ == "advmod":
            is_near = word in cues.words["approximators"] and token.pos_ in _VERBAL
            verdict.hear(_NEGATIVE if is_near else cues.adverbs.get(word), child.text, place)
        elif child.dep_ == "amod":
            verdict.hear(cues.adjectives.get(word), child.text, place)
        elif child.dep_ in ("det", "preconj") and word in cues.words["negative_determiners"]:
            verdict.hear(_NEGATIVE, child.text, place)
    if token.pos_ in _VERBAL:
        _hear_timetable(token, verdict, cues, place)
        _hear_headline(token, verdict, place)


def _modal(modal: Token, verb: Token, cues: Cues) -> Signal | None:
    """Return what a modal says; with a condition beside it "would" is only possible."""
    signal = cues.modals.get(modal.lower_)
    if signal is None or modal.lower_ not in ("would", "'d"):
        return signal
    has_condition = any(
        c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children)
        for c in verb.children
    )
    return Signal("possible", "future") if has_condition else signal


def _hear_time(verb: Token, verdict: _Verdict, cues: Cues) -> None:
    for child in verb.children:
        signal = cues.modals.get(child.lower_) if child.dep_ == "aux" else None
        if signal is not None and signal.time == "future":
            verdict.hear(_FUTURE, child.text)


def _hear_until(word: Token, verb: Token, verdict: _Verdict) -> None:
    """ "Once X withdraws", "until X withdraws": open where the main clause is no plain past."""
    main = verb.head
    is_open = main.tag_ != "VBD" or any(c.tag_ == "MD" for c in main.children)
    if verb.dep_ == "advcl" and word.lower_ != "before" and is_open and not _is_perfect(verb):
        verdict.hear(Signal("underspecified", "future"), word.text, BESIDE)


def _hear_timetable(verb: Token, verdict: _Verdict, cues: Cues, place: str) -> None:
    """ "Leaves on Saturday", "is flying to Cairo tomorrow": the present for what is arranged."""
    tags = {c.tag_ for c in verb.children if c.dep_ == "aux"}
    is_present = verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VBG" and bool(tags & {"VBZ", "VBP"}))
    if not is_present or lemma_of(verb) not in cues.words["travel"]:
        return
    days = cues.words["weekdays"] | cues.words["future_times"]
    said = [
        t for t in verb.subtree if t.lower_ in days or (t.lower_ == "next" and t.dep_ == "amod")
    ]
    if said:
        verdict.hear(_FUTURE, said[0].text, place)


def _hear_headline(verb: Token, verdict: _Verdict, place: str) -> None:
    """ "Envoy to visit Cairo": an infinitive in a line without a finite verb."""
    if not _is_infinitive(verb) or verb.dep_ in ("xcomp", "ccomp", "pcomp"):
        return
    if not any(t.tag_ in ("VBZ", "VBP", "VBD", "MD") for t in verb.doc):
        verdict.hear(_FUTURE, "to", place)


def _hear_be_to(token: Token, above: Token, verdict: _Verdict) -> None:
    """Hear "is to visit" and "is going to visit"."""
    is_be = above.lemma_ == "be" and above.tag_ in ("VBZ", "VBP", "VB")
    if is_be or (above.lemma_ == "go" and above.tag_ == "VBG"):
        if _is_infinitive(token):
            verdict.hear(_FUTURE, f"{above.text} to")


def _is_infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _is_perfect(token: Token) -> bool:
    return any(c.lemma_ == "have" and c.dep_ == "aux" for c in token.children)


def _is_there(verb: Token) -> bool:
    return any(c.dep_ == "expl" for c in verb.children)
