"""Sentences of news text: an article's text goes in, spans with stable ids come out.

Rules alone, no model: paragraphs first (a line break ends a sentence unless the text is wrapped
at a column), then full stops, question and exclamation marks inside each paragraph.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from detente.records import Sentence, stable_id

MAX_LENGTH = 1500  # characters; longer stretches are lists or text without full stops
WIDEST_WRAP = 100  # characters; longer lines are whole paragraphs

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_CLOSERS = "\"'”’»›)\\]}"
_OPENERS = ("", "[", "(", "<")  # before the dots of an elision
_STOP = re.compile(
    rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<closers>[{_CLOSERS}]*+(?:\[\d{{1,3}}\])*+)"
    r"(?:(?P<gap>\s++)|(?=[“\"A-Z]))"
)
_LAST_WORD = re.compile(r"[\w.]*\w\Z")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[]*(\w*)")
_LIST_MARK = re.compile(r"(?:[-–—•*·▪●]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
_LIST_NUMBER = re.compile(r"\W*(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})\Z")
_DATELINE_END = re.compile(r"(?:[A-Z][A-Z .,'/()-]{1,40}:|.{1,40}[–—-])\Z")
_ENDED = re.compile(rf"[.!?…:;][{_CLOSERS}]*\Z")
_WORD_END = re.compile(r"([A-Za-z]+)\W*\Z")
_SPEAKER = re.compile(r"(?:[A-Z][\w.'’-]*\s+){1,4}([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    titles: frozenset[str]
    running: frozenset[str]
    before_figures: frozenset[str]
    open: frozenset[str]
    openers: frozenset[str]
    dangling: frozenset[str]
    reporting: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    after_blank: bool

    @property
    def length(self) -> int:
        return self.end - self.start


def split_sentences(text: str, *, article_key: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order.

    Every character that is not blank lies in exactly one sentence; blanks at the ends of a
    sentence lie in none. Headings, list items and speaker lines are sentences of their own, a
    dateline stays with its sentence. No sentence is longer than `MAX_LENGTH` characters.
    `sentence_id` depends on `article_key`, the place and the words.

    >>> [(s.start, s.end) for s in split_sentences("Mr. Lee left. He met U.S. envoys.", article_key="a")]
    [(0, 13), (14, 33)]
    """
    spans = itertools.chain.from_iterable(
        _shorten(text, *span)
        for start, end in _paragraphs(text)
        for span in _split_paragraph(text, start, end)
    )
    return tuple(
        Sentence(stable_id("s", article_key, start, end, text[start:end]), start, end)
        for start, end in spans
    )


@functools.cache
def _abbreviations() -> _Abbreviations:
    source = resources.files("detente.codebooks").joinpath("abbreviations.toml")
    lists = tomllib.loads(source.read_text("utf-8"))
    return _Abbreviations(**{name: frozenset(words) for name, words in lists.items()})


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(start + left, start + len(piece.rstrip()))


def _lines(text: str) -> list[_Line]:
    """Lines that hold more than blanks."""
    lines: list[_Line] = []
    blank_from = 0
    for match in _LINE.finditer(text):
        start, end = _strip(text, match.start(), match.end())
        if start == end:
            continue
        between = text[blank_from : match.start()].replace("\r\n", "\n")
        breaks = sum(c in "\n\r\u2028\u2029" for c in between)
        lines.append(_Line(start, end, start - match.start(), breaks > 1 or "\u2029" in between))
        blank_from = match.end()
    return lines


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that no sentence crosses."""
    lines = _lines(text)
    if not lines:
        return
    width = _wrap_width(text, lines)
    start = lines[0].start
    for index, (line, following) in enumerate(itertools.pairwise(lines)):
        if not _runs_on(text, line, following, width=width, is_first=index == 0):
            yield start, line.end
            start = following.start
    yield start, lines[-1].end


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """Column at which the text is wrapped, None where lines are paragraphs or headings."""
    width = max(line.length for line in lines)
    inner = [a for a, b in itertools.pairwise(lines) if not b.after_blank]
    if width > WIDEST_WRAP or len(inner) < 2:
        return None
    unfinished = [
        a for a in inner if not _ENDED.search(text, a.end - 4 if a.length > 4 else a.start, a.end)
    ]
    filled = [a for a in inner if a.length > width * 0.7]
    is_wrapped = 2 * len(unfinished) > len(inner) and 2 * len(filled) > len(inner)
    return width if is_wrapped else None


def _runs_on(
    text: str, line: _Line, following: _Line, *, width: int | None, is_first: bool
) -> bool:
    """Whether the sentence may go on from `line` into `following`."""
    if following.after_blank:
        return False
    here = text[line.start : line.end]
    if _LIST_MARK.match(text, following.start, following.end):
        return False
    if _DATELINE_END.match(here):
        return True
    if width is None:
        return not _ENDED.search(here) and (text[following.start].islower() or _is_dangling(here))
    if following.indent > line.indent or (
        following.indent and following.indent == line.indent == 0
    ):
        return False
    next_word = text.find(" ", following.start, following.end)
    word_length = (next_word if next_word > 0 else following.end) - following.start
    is_full = line.length + line.indent + word_length >= width - 6
    is_lead = is_first and 2 * line.length >= width  # its dateline may have been cut off
    return is_full or is_lead or text[following.start].islower() or _is_dangling(here)


def _is_dangling(line: str) -> bool:
    """Whether the line breaks off inside a phrase."""
    if line.endswith(","):
        return True
    match = _WORD_END.search(line[-20:])
    return match is not None and match[1] in _abbreviations().dangling and line[-1].isalpha()


def _split_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _STOP.finditer(text, start, end):
        if _ends_sentence(text, match, start, end):
            yield start, match.end("closers")
            start = match.end()
    if start < end:
        yield start, end


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    after = _NEXT_WORD.match(text, match.end(), end)
    word = after[1] if after else ""
    if word[:1].islower():
        return False
    before = _LAST_WORD.search(text, max(start, match.start() - 24), match.start())
    last = before[0] if before else ""
    if match["gap"] is None:
        return _is_missing_gap(last, word)
    if text[match.start() - 1 : match.start()] in _OPENERS:
        return False
    if match["mark"] != ".":
        return not _speaker_follows(text, match)
    if match["closers"] not in ("", ")"):
        return True
    if _LIST_NUMBER.match(text, start, match.start()):
        return False
    return not _is_abbreviated(last, word)


def _is_missing_gap(last: str, word: str) -> bool:
    """Whether a full stop without a blank after it ends a sentence ("agreement.The")."""
    return last.islower() and last.isalpha() and len(last) > 2 and word[1:2].islower()


def _speaker_follows(text: str, match: re.Match[str]) -> bool:
    """Whether a quoted question or exclamation goes on with its speaker ("Why?" Ms Ruiz asked)."""
    if not match["closers"]:
        return False
    speaker = _SPEAKER.match(text, match.end())
    return speaker is not None and speaker[1] in _abbreviations().reporting


def _is_abbreviated(last: str, word: str) -> bool:
    """Whether the full stop after `last` belongs to an abbreviation inside the sentence."""
    lists = _abbreviations()
    if last in lists.titles or last.lower() in lists.running:
        return True
    if last in lists.before_figures:
        return word[:1].isdigit()
    is_initial = len(last) == 1 and last.isupper()
    is_dotted = "." in last and all(len(p) <= 2 and p.isalpha() for p in last.split("."))
    if is_initial or is_dotted or last in lists.open:
        return word not in lists.openers
    return False


def _shorten(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch at semicolons, lines, commas or blanks until no piece is over `MAX_LENGTH`."""
    while end - start > MAX_LENGTH:
        limit = start + MAX_LENGTH
        cut = next(
            (
                at + 1
                for mark in (";", "\n", ",", " ")
                if (at := text.rfind(mark, start + 1, limit)) > 0
            ),
            limit,
        )
        piece = _strip(text, start, cut)
        if piece[0] < piece[1]:
            yield piece
        start, end = _strip(text, cut, end)
    if start < end:
        yield _strip(text, start, end)
