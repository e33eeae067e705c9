"""A probability in, the one word for it out; a text in, an error out when it mixes terms.

Words and ranges are those of Intelligence Community Directive 203 (`phrases/en.toml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from detente.brief.phrases import phrase_table
from detente.errors import BriefError


def likelihood_words(probability: float) -> str:
    """Return the word for a probability; each range holds its lower end and not its upper one.

    >>> likelihood_words(0.55), likelihood_words(0.2), likelihood_words(0.999)
    ('likely', 'unlikely', 'almost certain')
    """
    return str(_entry(probability)["words"])


def likelihood_sentence(probability: float, what: str) -> str:
    """Return a sentence that says how likely it is that `what`.

    >>> likelihood_sentence(0.97, "this happened")
    'That this happened is almost certain.'
    """
    return str(_entry(probability)["sentence"].format(what=what))


def likelihoods() -> list[tuple[str, float, float]]:
    """Return all words with their ranges, from the least likely on."""
    return [(row["words"], row["low"], row["high"]) for row in phrase_table()["likelihood"]]


def _entry(probability: float) -> dict[str, Any]:
    rows: list[dict[str, Any]] = phrase_table()["likelihood"]
    return next((row for row in rows if probability < row["high"]), rows[-1])


def check_terms(text: str) -> None:
    """Raise `BriefError` when a text mixes two tables of terms, or likelihood with confidence.

    A sentence may hold a likelihood or a level of confidence, never both.
    """
    other, confidence, likelihood = _patterns()
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        if found := other.search(sentence):
            raise BriefError(
                f"{found[0]!r} is of another table of terms: expected one of "
                f"{', '.join(words for words, _, _ in likelihoods())} in {sentence!r}"
            )
        if confidence.search(sentence) and likelihood.search(sentence):
            raise BriefError(
                f"a likelihood and a level of confidence in one sentence: {sentence!r}"
            )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    terms = phrase_table()["terms"]
    rows = (terms["other"], terms["confidence"], [words for words, _, _ in likelihoods()])
    other, confidence, likelihood = (
        re.compile(rf"\b(?:{'|'.join(map(re.escape, row))})\b", re.IGNORECASE) for row in rows
    )
    return other, confidence, likelihood
