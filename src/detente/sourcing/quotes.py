"""Quotation marks of a whole text: text in, spans of quoted speech out.

A quotation that runs over paragraphs is opened again in each of them and closed once, so every
paragraph gives a span of its own, marked as left open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Quote", "find_quotes", "paragraphs"]

_MARK = re.compile(r"[\"“”„«»]|``|''|(?<![\w.])‘(?=\w)|(?<=[\w.,!?…])’(?![\w])")
_OPEN, _CLOSE = frozenset("“„«"), frozenset("”»")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch with its marks; `closed` is False when the paragraph ends inside it."""

    start: int
    end: int
    closed: bool


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs of `text`: split at blank lines if it has any, else at line ends."""
    breaks = r"\n\s*\n" if re.search(r"\n\s*\n", text) else r"\n"
    spans, start = [], 0
    for gap in re.finditer(breaks, text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [(b, e) for b, e in spans if text[b:e].strip()]


def find_quotes(text: str) -> list[Quote]:
    """Return the outermost quotations of `text` in order; single marks count only when curly."""
    return [quote for start, end in paragraphs(text) for quote in _in_paragraph(text, start, end)]


def _opens(text: str, match: re.Match[str], inside: bool) -> bool:
    """Whether a mark opens: curly marks tell, straight ones by the space around them."""
    mark = match.group()
    if mark in _OPEN or mark in ("``", "‘"):
        return True
    if mark in _CLOSE or mark == "’":
        return False
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if inside and after and not after.isspace() and (not before or before.isspace()):
        return True
    return not inside


def _in_paragraph(text: str, start: int, end: int) -> list[Quote]:
    quotes: list[Quote] = []
    opened: int | None = None
    single = False
    for match in _MARK.finditer(text, start, end):
        is_single = match.group() in "‘’"
        if opened is None:
            if _opens(text, match, False):
                opened, single = match.start(), is_single
        # an inner quotation of the other kind belongs to the outer one
        elif is_single == single and not _opens(text, match, True):
            quotes.append(Quote(opened, match.end(), True))
            opened = None
    if opened is not None and not single and end - opened > 3:
        quotes.append(Quote(opened, end, False))
    return quotes
