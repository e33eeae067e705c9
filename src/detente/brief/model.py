"""The brief as data: sections of statements, each with its citations; and the check of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.errors import BriefError

# ICD 203: one table of terms, upper bounds in percent.
TERMS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)
_CONFIDENCE = re.compile(r"\b(?:high|moderate|low) confidence\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """One stored sentence that a statement rests on."""

    number: int
    event_id: str
    article_id: str
    outlet: str | None
    published_at: dt.datetime | None
    headline: str | None
    url: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the brief. Figures cite what they were computed from."""

    text: str
    citations: tuple[int, ...]
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief; `chart` is an SVG with `chart_words` as its text."""

    title: str
    statements: tuple[Statement, ...]
    chart: str | None = None
    chart_words: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A cited brief."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]


def likelihood_words(p: float) -> str:
    """Return the ICD 203 term for a probability.

    >>> likelihood_words(0.6), likelihood_words(0.97)
    ('likely', 'almost certain')
    """
    return next(term for bound, term in TERMS if p < bound or bound > 1)


def mixes_terms(text: str) -> bool:
    """Whether one sentence holds a likelihood and a level of confidence: never allowed."""
    words = [term for _, term in TERMS]
    return bool(_CONFIDENCE.search(text)) and any(w in text.lower() for w in words)


def check_brief(brief: Brief, resolve: Callable[[str], str | None]) -> None:
    """Raise `BriefError` when a statement lacks a citation or a citation does not resolve.

    `resolve` returns the stored sentence of an event id, None when there is none.
    """
    for citation in brief.citations:
        if resolve(citation.event_id) != citation.sentence:
            raise BriefError(
                f"citation [{citation.number}] ({citation.event_id}) does not resolve to its sentence: "
                "the brief is not written; run `detente read --again` on the article"
            )
    numbers = {c.number for c in brief.citations}
    for section in brief.sections:
        for statement in section.statements:
            if not statement.citations or not set(statement.citations) <= numbers:
                raise BriefError(f"no citation for: {statement.text!r}; the brief is not written")
            if mixes_terms(statement.text):
                raise BriefError(f"likelihood and confidence in one sentence: {statement.text!r}")
