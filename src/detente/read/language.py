"""Which language a text is in: text goes in, an ISO 639-1 code comes out, without a network."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .tables import page_facts, words

_SHORT = 60  # characters: below, any guess is noise and English is assumed
_SAMPLE = 1000
_FEW = 400  # characters: enough for function words, which most input is told by
_SURE = 0.5
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """Return the language of `text`, "en" unless it is clearly another one.

    A text with enough English function words is English; for others a naive Bayes model over
    byte n-grams decides (Lui and Baldwin 2012, langid.py, in the py3langid build).
    """
    sample = text[: 4 * _SAMPLE].strip()[:_SAMPLE]
    if len(sample) < _SHORT or _has_english_words(sample[:_FEW]):
        return "en"
    # names in capitals from all over the world mislead byte n-grams
    language, share = _identifier().classify(sample)
    return str(language) if share >= _SURE else "en"


def language_name(code: str) -> str:
    """Return the English name of a language code, or the code itself."""
    return str(page_facts("languages").get(code, code))


def _has_english_words(sample: str) -> bool:
    found = _WORD.findall(sample.lower())
    hits = [word for word in found if word in words("english", "words")]
    return len(set(hits)) >= 4 and len(hits) * 8 >= len(found)


@cache
def _identifier() -> Any:
    # loading takes most of a second and most input never needs it
    from py3langid.langid import (  # type: ignore[import-untyped]
        MODEL_FILE,
        LanguageIdentifier,
    )

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(page_facts("languages"))
    identifier.set_languages([label for label in identifier.labels if label in known])
    return identifier
