"""The brief as data: sections of statements, each with what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["fact", "figure", "method", "absence"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One event that a statement rests on, with the stored sentence that reports it.

    Events that one sentence reports share its number.
    """

    number: int
    event_id: str
    article_id: str
    outlet: str | None
    published_at: dt.datetime | None
    sentence: str
    url: str | None
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the brief and what it rests on.

    A `fact` rests on `citations`. A `figure` or `method` was computed from `developments`, of
    which `citations` are those that stand in the list of sources. An `absence` rests on what was
    `searched`, in words.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    kind: Kind = "fact"
    label: str = ""  # stands before the text: a date, or what a figure is of
    quote: Citation | None = None  # the sentence shown with it
    notes: tuple[str, ...] = ()  # whole sentences: who says so, how sure
    replies: tuple[Statement, ...] = ()  # denials of a claim, developments behind a figure
    developments: tuple[str, ...] = ()
    listed: int = 0  # how many of them stand in the list of sources
    searched: str = ""
    borrowed: tuple[str, ...] = ()  # words of the articles inside text and notes


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: drawn as SVG when asked for, with words and figures that say the same."""

    draw: Callable[[], str]
    words: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief, with its statements and then its own parts."""

    title: str
    statements: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()
    drawing: Drawing | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.statements and not self.sections


@dataclass(frozen=True, slots=True)
class Brief:
    """A cited brief; get one from `make_brief`, which checks it."""

    title: str
    subtitle: str
    at_a_glance: tuple[Statement, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]  # all events that are cited, by number


def statements_of(brief: Brief) -> Iterator[Statement]:
    """Yield every statement of a brief, replies too, in order."""
    yield from _with_replies(brief.at_a_glance)
    for section in brief.sections:
        yield from _in_section(section)


def _in_section(section: Section) -> Iterator[Statement]:
    yield from _with_replies(section.statements)
    for part in section.sections:
        yield from _in_section(part)


def _with_replies(statements: Sequence[Statement]) -> Iterator[Statement]:
    for statement in statements:
        yield statement
        yield from _with_replies(statement.replies)


def number_ranges(citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return the numbers of citations as ranges, both ends inclusive.

    >>> cite = lambda n: Citation(n, "", "", None, None, "", None)
    >>> number_ranges([cite(4), cite(1), cite(2), cite(3), cite(9)])
    [(1, 4), (9, 9)]
    """
    ranges: list[tuple[int, int]] = []
    for number in sorted({citation.number for citation in citations}):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def basis_words(statement: Statement) -> str:
    """Return what a figure or an absence rests on, in words; empty for a fact.

    >>> basis_words(Statement("x", kind="absence", searched="3 articles"))
    'looked through: 3 articles'
    """
    if statement.kind == "absence":
        return f"looked through: {statement.searched}"
    if statement.kind == "fact":
        return ""
    n = len(statement.developments)
    words = f"computed from {n} development{'' if n == 1 else 's'}"
    return words if statement.listed == n else f"{words}, {statement.listed} of them listed here"


def sources_of(brief: Brief) -> list[tuple[Citation, tuple[str, ...]]]:
    """Return one citation a number, with the ids of all events that share it."""
    by_number: dict[int, list[Citation]] = {}
    for citation in brief.citations:
        by_number.setdefault(citation.number, []).append(citation)
    return [
        (found[0], tuple(citation.event_id for citation in found))
        for _, found in sorted(by_number.items())
    ]
