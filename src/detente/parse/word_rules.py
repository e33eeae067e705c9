"""Parts of speech and lemmas by the parser's own rules, each distinct word judged once.

spaCy's attribute ruler and rule lemmatizer judge a token by its form, tag and dependency, and a
few two-word patterns by the neighbour. News repeats its words: remembering the verdicts gives the
same tokens as the two components in a fraction of their time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Token

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens.morphanalysis import MorphAnalysis

REPLACED = ("attribute_ruler", "lemmatizer")
REMEMBERED = 100_000  # distinct words with tag and dependency; then it begins anew
_BLANK = " "

_Key: TypeAlias = tuple[int, int, int]  # form, tag, dependency where a rule asks for it
_Verdict: TypeAlias = (
    "tuple[int, int, MorphAnalysis, int]"  # tag, part of speech, morphology, lemma
)


class WordRules:
    """A pipeline component that stands for `attribute_ruler` and `lemmatizer`."""

    def __init__(self, nlp: Language) -> None:
        ruler = cast("AttributeRuler", nlp.get_pipe(REPLACED[0]))
        self._rules = (ruler, nlp.get_pipe(REPLACED[1]))
        self._vocab = nlp.vocab
        self._of_neighbours = Matcher(nlp.vocab)
        self._asked: set[int] = set()  # dependencies that a rule asks for whatever the word
        self._asked_of: set[tuple[str, int]] = set()  # and those asked for with a word
        for number, rule in enumerate(ruler.patterns):
            for pattern in cast("list[list[dict[str, Any]]]", rule["patterns"]):
                if len(pattern) > 1:
                    self._of_neighbours.add(str(number), [pattern])
                else:
                    self._note_asked(pattern[0])
        self._known: dict[_Key, _Verdict] = {}

    def _note_asked(self, asked: dict[str, Any]) -> None:
        dependencies = [self._vocab.strings[name] for name in _names(asked.get("DEP", []))]
        if "LOWER" in asked:
            self._asked_of.update((w, d) for w in _names(asked["LOWER"]) for d in dependencies)
        else:
            self._asked.update(dependencies)

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, morphology and lemma as the two components would."""
        if self._of_neighbours(doc, allow_missing=True) or any(token.is_space for token in doc):
            return self._by_rules(doc)
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        keys = [(token.orth, token.tag, self._telling(token)) for token in doc]
        known.update(self._judge([key for key in dict.fromkeys(keys) if key not in known]))
        for token, key in zip(doc, keys, strict=True):
            token.tag, token.pos, token.morph, token.lemma = known[key]
        return doc

    def _telling(self, token: Token) -> int:
        """Return the token's dependency where a rule asks for it, 0 where none does."""
        dep = token.dep
        return dep if dep in self._asked or (token.lower_, dep) in self._asked_of else 0

    def _judge(self, keys: Sequence[_Key]) -> Iterator[tuple[_Key, _Verdict]]:
        """Yield the verdict on each word alone; a blank between two keeps them from being neighbours."""
        if not keys:
            return
        strings = self._vocab.strings
        doc = Doc(self._vocab, [word for orth, _, _ in keys for word in (strings[orth], _BLANK)])
        unasked = strings["dep"]
        for token, (_, tag, dep) in zip(list(doc)[::2], keys, strict=True):
            token.tag, token.dep = tag, dep or unasked
        for key, token in zip(keys, list(self._by_rules(doc))[::2], strict=True):
            yield key, (token.tag, token.pos, token.morph, token.lemma)

    def _by_rules(self, doc: Doc) -> Doc:
        for rule in self._rules:
            doc = rule(doc)
        return doc


def _names(value: str | list[str] | dict[str, list[str]]) -> list[str]:
    """Return the names that an attribute of a pattern lists."""
    if isinstance(value, dict):
        return [name for names in value.values() for name in names]
    return [value] if isinstance(value, str) else value


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
