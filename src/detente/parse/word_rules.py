"""Parts of speech and lemmas by the parser's own rules, each distinct word judged once.

spaCy's attribute ruler and rule lemmatizer judge a token by its form, tag and dependency, and a
few two-word patterns by the neighbour. News repeats its words: remembering the verdicts gives the
same tokens as the two components in a fraction of their time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]  # no stubs for what is in Cython
    DEP,
    LEMMA,
    LOWER,
    MORPH,
    ORTH,
    POS,
    TAG,
)
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.strings import StringStore
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler

REPLACED = ("attribute_ruler", "lemmatizer")
REMEMBERED = 100_000  # distinct words with tag and dependency; then it begins anew
_BLANK = " "
_UNASKED = "unasked"  # a dependency that no rule knows

_ATTRIBUTES = [ORTH, LOWER, TAG, DEP]
_JUDGED = [TAG, POS, MORPH, LEMMA]

_Word: TypeAlias = tuple[int, int, int]  # form, tag, dependency where a rule asks for it
_Key: TypeAlias = tuple[_Word, ...]  # a word, or two neighbours that a rule judges together
# tag, part of speech, morphology, lemma, dependency where a rule sets it
_Verdict: TypeAlias = tuple[int, int, int, int, int]


class _Pair:
    """What two neighbours must have for a rule to judge them together, as far as sets can tell."""

    def __init__(self, pattern: list[dict[str, Any]], strings: StringStore) -> None:
        self._words = [
            {strings.add(word) for word in _names(token["LOWER"], "IN")}
            for token in pattern
            if "LOWER" in token and "REGEX" not in token["LOWER"]
        ]
        self._deps = [
            {strings.add(name) for name in _names(token["DEP"], "IN")}
            for token in pattern
            if "DEP" in token and "NOT_IN" not in token["DEP"]
        ]

    def is_possible(self, words: set[int], deps: set[int]) -> bool:
        return all(words & known for known in self._words) and all(
            deps & known for known in self._deps
        )


class WordRules:
    """A pipeline component that stands for `attribute_ruler` and `lemmatizer`."""

    def __init__(self, nlp: Language) -> None:
        ruler = cast("AttributeRuler", nlp.get_pipe(REPLACED[0]))
        self._rules = (ruler, nlp.get_pipe(REPLACED[1]))
        self._vocab = nlp.vocab
        self._of_neighbours = Matcher(nlp.vocab)
        self._pairs: list[_Pair] = []
        self._asked: set[int] = set()  # dependencies that a rule asks for whatever the word
        self._asked_of: set[tuple[int, int]] = set()  # and those asked for with a word
        for number, rule in enumerate(ruler.patterns):
            for pattern in cast("list[list[dict[str, Any]]]", rule["patterns"]):
                if len(pattern) > 1:
                    self._of_neighbours.add(str(number), [pattern])
                    self._pairs.append(_Pair(pattern, nlp.vocab.strings))
                for token in pattern:
                    self._note_asked(token)
        self._known: dict[_Key, tuple[_Verdict, ...]] = {}

    def _note_asked(self, asked: dict[str, Any]) -> None:
        strings = self._vocab.strings
        dependencies = [strings.add(d) for d in _names(asked.get("DEP", {}), "IN", "NOT_IN")]
        if "LOWER" in asked:
            words = [strings.add(word) for word in _names(asked["LOWER"], "IN", "NOT_IN")]
            self._asked_of.update((word, d) for word in words for d in dependencies)
        else:
            self._asked.update(dependencies)

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, morphology and lemma as the two components would."""
        rows = doc.to_array(_ATTRIBUTES).tolist()
        keys = self._keys(doc, rows)
        if keys is None:
            return self._by_rules(doc)
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        known.update(self._judge([key for key in dict.fromkeys(keys) if key not in known]))
        verdicts = np.array([v for key in keys for v in known[key]], dtype=np.uint64).reshape(-1, 5)
        doc.from_array(_JUDGED, cast(Any, verdicts[:, :4]))
        for at in np.flatnonzero(verdicts[:, 4]).tolist():
            doc[at].dep = int(verdicts[at, 4])
        return doc

    def _keys(self, doc: Doc, rows: Sequence[Sequence[int]]) -> list[_Key] | None:
        """Return the words, neighbours judged together as one; None where three are judged together."""
        asked, asked_of = self._asked, self._asked_of
        words: list[_Word] = [
            (orth, tag, dep if dep in asked or (lower, dep) in asked_of else 0)
            for orth, lower, tag, dep in rows
        ]
        lowers, deps = {row[1] for row in rows}, {row[3] for row in rows}
        if not any(pair.is_possible(lowers, deps) for pair in self._pairs):
            return [(word,) for word in words]
        spans = {(start, end) for _, start, end in self._of_neighbours(doc, allow_missing=True)}
        starts = {start for start, _ in spans}
        if any(end - start != 2 or start + 1 in starts for start, end in spans):
            return None
        keys: list[_Key] = []
        for at, word in enumerate(words):
            if at in starts:
                keys.append((word, words[at + 1]))
            elif at - 1 not in starts:
                keys.append((word,))
        return keys

    def _judge(self, keys: Sequence[_Key]) -> Iterator[tuple[_Key, tuple[_Verdict, ...]]]:
        """Yield the verdict on each word or pair; a blank after each keeps it from the next."""
        if not keys:
            return
        strings = self._vocab.strings
        words = [word for key in keys for word in (*key, None)]
        doc = Doc(self._vocab, [strings[word[0]] if word else _BLANK for word in words])
        unasked = strings.add(_UNASKED)
        for token, word in zip(doc, words, strict=True):
            if word:
                token.tag, token.dep = word[1], word[2] or unasked
        judged = iter(self._by_rules(doc).to_array([*_JUDGED, DEP]).tolist())
        for key in keys:
            yield (
                key,
                tuple(
                    (tag, pos, morph, lemma, 0 if dep == (asked or unasked) else dep)
                    for (_, _, asked), (tag, pos, morph, lemma, dep) in zip(
                        key, judged, strict=False
                    )
                ),
            )
            next(judged)

    def _by_rules(self, doc: Doc) -> Doc:
        for rule in self._rules:
            doc = rule(doc)
        return doc


def _names(value: str | dict[str, list[str]], *modes: str) -> list[str]:
    """Return the names that an attribute of a pattern lists, in lists of these modes (IN, NOT_IN)."""
    if isinstance(value, dict):
        return [name for mode, names in value.items() if mode in modes for name in names]
    return [value]


@Language.factory("word_rules")
def make_word_rules(nlp: Language, name: str) -> WordRules:
    """Return the component for a pipeline that has the two it stands for."""
    return WordRules(nlp)


def remember_words(nlp: Language) -> Language:
    """Put `word_rules` in the place of the two components and return the pipeline."""
    nlp.add_pipe("word_rules", last=True)
    for name in REPLACED:
        nlp.disable_pipe(name)
    return nlp
