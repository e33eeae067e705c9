"""The English cue book as typed, cached tables: `codebooks/cues/en.toml` in, `Cues` out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

from spacy.tokens import Token

from detente.records import Certainty, Polarity, Stance, Time

__all__ = ["Cues", "Signal", "lemma_of", "load_cues", "needs_parse"]

_QUOTE_MARKS = '"“”„«»'
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[\"“”„«»?]")


@dataclass(frozen=True, slots=True)
class Signal:
    """What one word says about the event below it; None leaves a side as it is."""

    certainty: Certainty | None = None
    time: Time | None = None
    polarity: Polarity | None = None


@dataclass(frozen=True, slots=True)
class Cues:
    """All word lists of one language; lemmas unless a field says otherwise."""

    clause: frozenset[str]
    infinitive: frozenset[str]
    gerund: frozenset[str]
    object: frozenset[str]
    naming: frozenset[str]
    verbs: frozenset[str]  # every verb that can bring somebody's words
    weak: frozenset[str]
    aspectual: frozenset[str]
    issuing: frozenset[str]
    preposition: Mapping[str, frozenset[str]]
    stance: Mapping[str, Stance]
    content_nouns: frozenset[str]
    view_nouns: frozenset[str]
    sources: Mapping[str, frozenset[str]]
    outlet_names: frozenset[str]
    genre: Mapping[str, tuple[str, ...]]
    modals: Mapping[str, Signal]
    predicates: Mapping[str, Signal]
    nouns: Mapping[str, Signal]
    adjectives: Mapping[str, Signal]
    adverbs: Mapping[str, Signal]
    words: Mapping[str, frozenset[str]]
    forms: frozenset[str]
    lemmas: Mapping[str, str]  # inflected form -> lemma, of the listed verbs and nouns


_SIGNALS: dict[str, Signal] = {
    "future": Signal(time="future"),
    "probable": Signal(certainty="probable"),
    "possible": Signal(certainty="possible"),
    "underspecified": Signal(certainty="underspecified"),
    "negative": Signal(polarity="negative"),
}


def _signals(
    table: Mapping[str, Iterable[str]], epistemic: frozenset[str] = frozenset()
) -> dict[str, Signal]:
    """Return the signal of every word; what is only hoped, asked or expected is yet to come."""
    return {
        word: _SIGNALS[name] if word in epistemic else _ahead(_SIGNALS[name])
        for name, words in table.items()
        for word in words
    }


def _ahead(signal: Signal) -> Signal:
    return Signal(signal.certainty, "future") if signal.certainty else signal


def _modals(table: Mapping[str, list[str]]) -> dict[str, Signal]:
    return {
        word: Signal(cast(Certainty, certainty), cast(Time, time) if time else None)
        for word, (certainty, time) in table.items()
    }


def _regular_forms(lemma: str) -> list[str]:
    """Return the regular inflections of a verb or noun, and the doubled ones, right or not."""
    if lemma.endswith("e"):
        return [lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    ends = ("s", "es", "ed", "ing", f"{lemma[-1]}ed", f"{lemma[-1]}ing")
    return [lemma, *(lemma + end for end in ends)]


def _lemmas(data: Mapping[str, Any], cues: Iterable[str]) -> dict[str, str]:
    """Return the lemma of every inflected form; a form that is itself a lemma stands for itself."""
    words = set(cues)
    facts = data["factuality"]
    for table in ("predicates", "nouns"):
        words.update(word for names in facts[table].values() for word in names)
    words.update(facts["words"]["carriers"])
    lemmas = {form: word for word in sorted(words) for form in _regular_forms(word)}
    lemmas.update((form, word) for word, forms in data["forms"].items() for form in forms)
    return lemmas | {word: word for word in words}


def _all_forms(data: Mapping[str, Any], lemmas: Mapping[str, str]) -> frozenset[str]:
    """Return every surface word for which a sentence is worth a parse."""
    facts = data["factuality"]
    forms = set(lemmas)
    for table in ("adjectives", "adverbs"):
        forms.update(word for words in facts[table].values() for word in words)
    forms.update(facts["modals"])
    for name in ("conditions", "negative_determiners", "negative_prepositions", "future_times"):
        forms.update(facts["words"][name])
    return frozenset(forms | {"according", *_QUOTE_MARKS, "?"})


@cache
def load_cues(language: str = "en") -> Cues:
    """Return the cue book of `language` (ISO 639-1)."""
    path = resources.files("detente.codebooks") / "cues" / f"{language}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    verbs, facts = data["verbs"], data["factuality"]
    preposition = {verb: frozenset(preps) for verb, preps in verbs["preposition"].items()}
    lists = {
        name: frozenset(verbs[name])
        for name in ("clause", "infinitive", "gerund", "object", "naming")
    }
    content_nouns = frozenset(data["nouns"]["content"])
    view_nouns = frozenset(data["nouns"]["view"])
    spoken = frozenset().union(*lists.values(), preposition, content_nouns, view_nouns)
    lemmas = _lemmas(data, spoken)
    return Cues(
        **lists,
        verbs=frozenset().union(*lists.values(), preposition),
        weak=frozenset(verbs["weak"]),
        aspectual=frozenset(verbs["aspectual"]),
        issuing=frozenset(verbs["issuing"]),
        preposition=preposition,
        stance={w: cast(Stance, name) for name, ws in data["stance"].items() for w in ws},
        content_nouns=content_nouns,
        view_nouns=view_nouns,
        sources={name: frozenset(words) for name, words in data["sources"].items()},
        outlet_names=frozenset(data["sources"]["outlet_names"]),
        genre={name: tuple(words) for name, words in data["genre"].items()},
        modals=_modals(facts["modals"]),
        predicates=_signals(facts["predicates"], frozenset(facts["words"]["epistemic"])),
        nouns=_signals(facts["nouns"], frozenset(facts["words"]["epistemic"])),
        adjectives=_signals(facts["adjectives"], frozenset(facts["words"]["epistemic"])),
        adverbs={w: _SIGNALS[name] for name, ws in facts["adverbs"].items() for w in ws},
        words={name: frozenset(words) for name, words in facts["words"].items()},
        forms=_all_forms(data, lemmas),
        lemmas=lemmas,
    )


def lemma_of(token: Token) -> str:
    """Return a token's lemma; the cue book knows it where the parser errs ("hopes" is not "hop")."""
    lemma = token.lemma_.lower()
    lemmas = load_cues().lemmas
    return lemma if lemma in lemmas else lemmas.get(token.lower_, lemma)


def needs_parse(sentence_text: str) -> bool:
    """Return whether a cue, a quotation mark or a word that unsettles a fact stands in it.

    >>> needs_parse("Denmark denied the report."), needs_parse("Snow fell over Denmark.")
    (True, False)
    """
    forms = load_cues().forms
    return any(match.group().lower() in forms for match in _WORD.finditer(sentence_text))
