"""What all renderings share: citations as numbers, sources as lines, text without control marks."""

from __future__ import annotations

import re

from detente.brief.tree import Citation, Statement, basis_words, number_ranges
from detente.relations.words import date_words

# C0 and C1 controls, and marks that turn the direction of text: they would repaint a terminal
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Return text on one line without control characters."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def numbers_text(statement: Statement) -> str:
    """Return the numbers of a statement's citations, such as "[3-5, 9]"."""
    ranges = number_ranges(statement.citations)
    told = [str(low) if low == high else f"{low}-{high}" for low, high in ranges]
    return f"[{', '.join(told)}]" if told else ""


def tail_text(statement: Statement) -> str:
    """Return what stands behind a statement: its numbers, and what a figure rests on."""
    basis, numbers = basis_words(statement), numbers_text(statement)
    if not basis:
        return numbers
    return f"({basis}{' ' if numbers else ''}{numbers})"


def source_line(citation: Citation) -> str:
    """Return outlet, day and headline of a citation."""
    day = date_words(citation.published_at.date()) if citation.published_at else "no date"
    headline = f", “{one_line(citation.headline)}”" if citation.headline else ""
    return f"{one_line(citation.outlet or 'outlet unknown')}, {day}{headline}"


def web_address(citation: Citation) -> str | None:
    """Return the address of a citation's page where it is one that a browser may follow."""
    url = citation.url or ""
    return url if re.match(r"https?://[^\s<>\"']+\Z", url, re.IGNORECASE) else None
