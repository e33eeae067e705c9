"""What a plain text says about itself: text goes in, headline, byline, dateline and date come out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ..errors import ReadError
from ..records import Span
from .moments import parse_moment
from .tables import words

_LEADING_LINES = 6  # headline, byline, date, section and two blanks' worth
_HEADLINE_CHARS = 150
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_NAME = r"(?:[A-Z][\w.'’-]*|(?:al|bin|ibn|de|del|di|la|van|von|der|den|ul|ur|el)[- ]?(?=\w))"
_BYLINE = re.compile(
    rf"(?:By|BY)[ :]+(?P<name>{_NAME}(?:[ ]{_NAME}){{0,5}}"
    rf"(?:(?:,? and |, | & ){_NAME}(?:[ ]{_NAME}){{0,5}}){{0,4}})(?:\s*[,|/–—-]\s*[^.]{{1,60}})?"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’]*[A-Z.](?:[ /-][A-Z][A-Z.'’]*){0,4}(?:,\s[A-Z][\w.'’]+(?:\s[A-Z][\w.'’]+){0,3}(?=\s*[:(–—,]|\s+-))?)"
    r"(?P<when>,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}\.?)(?:,?\s(?P<year>\d{4}))?)?"
    r"(?P<agency>\s?\([A-Z][\w .,/&'-]{1,40}\))?"
    r"\s?(?P<mark>:|--|–|—|(?<=\s)-(?=\s))(?=\s?\S)"
)
_MIXED_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’-]+(?:[ ][A-Z][\w.'’-]+){0,3}(?:,\s[A-Z][\w.'’]+(?:\s[A-Z][\w.'’]+){0,3})?)"
    r"(?P<when>,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}\.?)(?:,?\s(?P<year>\d{4}))?)?"
    r"\s?(?P<agency>\((?:[A-Z]{2,}[\w .,/&'-]{0,30}|Reuters|Xinhua|Bloomberg)\))"
    r"\s?(?P<mark>:|--|–|—|(?<=\s)-(?=\s))(?=\s?\S)"
)
_FULL_SENTENCE = re.compile(r"[a-z][.!?][\"”’')]*(?:\s|$)")  # headlines have no end punctuation
_SPEAKER = re.compile(r"^[ \t]*([A-Z][A-Z.'’ -]{1,40}):", re.M)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says about itself; `lines` are its byline and date lines, no reporting."""

    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published_at: dt.datetime | None = None
    lines: tuple[Span, ...] = ()


def find_facts(text: str) -> Facts:
    """Return what the first lines of a plain text say about headline, byline, dateline and date.

    The headline is a short first line without end punctuation before a blank line. A date counts
    only if it stands alone on its line, or in the dateline with its year, and means one day.
    """
    headline: str | None = None
    byline: str | None = None
    published_at: dt.datetime | None = None
    lines: list[Span] = []
    body = 0
    for number, (start, line, is_before_blank) in enumerate(_leading_lines(text)):
        moment = _moment_of(line)
        name = _byline_of(line)
        if moment:
            published_at = published_at or moment
        elif name:
            byline = byline or name
        elif number == 0 and is_before_blank and _is_headline(line):
            headline = line
            continue
        else:
            body = start
            break
        lines.append(Span(start, start + len(line)))
    dateline, dated = find_dateline(text, start=body)
    return Facts(headline, byline, dateline, published_at or dated, tuple(lines))


def find_dateline(text: str, *, start: int = 0) -> tuple[str | None, dt.datetime | None]:
    """Return the dateline that begins at or after `start`, and its date if it gives the year."""
    begin = start
    while begin < len(text) and text[begin].isspace():
        begin += 1
    found = _DATELINE.match(text, begin)
    if found and not (found["when"] or found["agency"]) and not _is_place(text, found):
        found = None
    found = found or _MIXED_DATELINE.match(text, begin)
    if not found:
        return None, None
    dateline = text[begin : found.start("mark")].strip()
    dated = _moment_of(found["when"].strip(", ")) if found["year"] else None
    return dateline, dated


def _leading_lines(text: str) -> list[tuple[int, str, bool]]:
    """Return (start, stripped line, whether a blank line follows) of the first written lines."""
    found: list[tuple[int, str, bool]] = []
    for match in _LINE.finditer(text):
        raw = match.group()
        line = raw.strip()
        if line and len(found) == _LEADING_LINES:
            break
        if line:
            found.append((match.start() + raw.index(line[0]), line, False))
        elif found and match.end() < len(text):
            start, last, _ = found[-1]
            found[-1] = (start, last, True)
        if match.end() == len(text):
            break
    return found


def _is_headline(line: str) -> bool:
    return len(line) <= _HEADLINE_CHARS and line[-1] not in ".:;," and _DATELINE.match(line) is None


def _byline_of(line: str) -> str | None:
    found = _BYLINE.fullmatch(line)
    if not found or len(line) > 120 or line.endswith("."):
        return None
    return found["name"].strip()


def _moment_of(line: str) -> dt.datetime | None:
    if len(line) > 80 or not any(char.isdigit() for char in line):
        return None
    try:
        return parse_moment(line)
    except ReadError:
        return None


def _is_place(text: str, found: re.Match[str]) -> bool:
    """Tell a bare dateline ("KYIV: ...") from a speaker in a transcript and a headline's label."""
    place = found["place"]
    if any(word.strip(".").lower() in words("speakers", "words") for word in place.split()):
        return False
    if _SPEAKER.findall(text, 0, 20_000).count(place) > 1:
        return False
    return _FULL_SENTENCE.search(text, found.end(), found.end() + 2_000) is not None
