"""The marks on an article's text: an annotation goes in, its paragraphs cut into pieces come out.

Marks overlap at will (an actor is also the source, a quotation holds a trigger and goes on in the
next paragraph), and HTML elements may not. So the text is cut at every border of every mark, and
each piece knows which marks lie over it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from detente.records import Annotation, Attribution, Event, Span

Kind = Literal["trigger", "actor", "source", "cue", "content", "furniture"]

_LINE_END = re.compile(r"[\r\n\u2028\u2029]\s*")
_BLANK_LINE = re.compile(r"\n\s*\n\s*|\u2029\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that is marked; `numbers` are the events whose trigger it is, from 1."""

    start: int
    end: int
    kind: Kind
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the same marks lie from end to end."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()


def cut(length: int, marks: Iterable[Mark], *, at: Iterable[int] = ()) -> list[Piece]:
    """Return a text of `length` characters cut at every border of a mark, and `at` more places.

    >>> [(p.start, p.end, [m.kind for m in p.marks])
    ...  for p in cut(9, [Mark(0, 5, "content"), Mark(3, 7, "trigger")])]
    [(0, 3, ['content']), (3, 5, ['content', 'trigger']), (5, 7, ['trigger']), (7, 9, [])]
    """
    opening: dict[int, list[Mark]] = defaultdict(list)
    borders = {0, length, *at}
    for mark in marks:
        opening[mark.start].append(mark)
        borders |= {mark.start, mark.end}
    pieces: list[Piece] = []
    over: list[Mark] = []
    for start, end in pairwise(sorted(borders)):
        over = [mark for mark in over if mark.end > start] + opening[start]
        pieces.append(Piece(start, end, tuple(over)))
    return pieces


def marked_paragraphs(annotation: Annotation) -> list[list[Piece]]:
    """Return the pieces of each paragraph; the blanks between paragraphs are in none."""
    length = len(annotation.article.text)
    paragraphs = find_paragraphs(annotation)
    borders = [border for span in paragraphs for border in (span.start, span.end)]
    pieces = cut(length, find_marks(annotation), at=borders)
    starts = [piece.start for piece in pieces]
    return [
        pieces[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        for span in paragraphs
    ]


def find_paragraphs(annotation: Annotation) -> list[Span]:
    """Return the paragraphs of the text: its lines, or what blank lines part if it is wrapped."""
    text = annotation.article.text
    # only in a text wrapped at a column do sentences run on over the end of a line
    is_wrapped = any("\n" in text[s.start : s.end] for s in annotation.sentences)
    gaps = (_BLANK_LINE if is_wrapped else _LINE_END).finditer(text)
    borders = [0, *(border for gap in gaps for border in gap.span()), len(text)]
    spans = (Span(start, end) for start, end in zip(borders[::2], borders[1::2], strict=True))
    return [span for span in spans if text[span.start : span.end].strip()]


def find_marks(annotation: Annotation) -> list[Mark]:
    """Return all marks of an annotation; what has no words in the text has none."""
    found = [
        *(Mark(span.start, span.end, "furniture") for span in annotation.article.furniture),
        *(mark for said in annotation.attributions for mark in _said(said)),
        *(mark for event in annotation.events for mark in _around(event)),
        *_triggers(annotation.events),
    ]
    length = len(annotation.article.text)
    return [mark for mark in found if 0 <= mark.start < mark.end <= length]


def _said(attribution: Attribution) -> Iterator[Mark]:
    for span in attribution.content:
        yield Mark(span.start, span.end, "content")
    if attribution.source:
        yield Mark(attribution.source.start, attribution.source.end, "source")
    if attribution.cue:
        yield Mark(attribution.cue.start, attribution.cue.end, "cue")


def _around(event: Event) -> Iterator[Mark]:
    for side in (event.actor, event.recipient):
        if side.start is not None and side.end is not None:
            yield Mark(side.start, side.end, "actor")
    # the name that a pronoun stands for, or the paper that was told, is in no attribution
    for source in event.source_chain:
        if source.start is not None and source.end is not None:
            yield Mark(source.start, source.end, "source")


def _triggers(events: Sequence[Event]) -> Iterator[Mark]:
    """Yield one mark a stretch: "met" tells of an event for every pair of those who met."""
    numbers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, event in enumerate(events, start=1):
        numbers[event.trigger.start, event.trigger.end].append(number)
    for (start, end), found in numbers.items():
        yield Mark(start, end, "trigger", tuple(found))
