"""All that a brief is made from: gathered from a record, or put together by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from detente.records import Development, Event, Genre, Problem, Report
from detente.relations import Balance, Relation

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a citation tells of its article."""

    outlet: str | None
    headline: str | None
    url: str | None
    published_at: dt.datetime | None
    genre: Genre = "report"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was looked at: what "nothing is on record" rests on."""

    articles: int
    events: int
    developments: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefData:
    """What a brief on one state and one or more others is made from.

    `developments` holds those of all pairs within the days asked for, and those without a day;
    `table` is the table of the whole record that `relations` and `balance` were computed from.
    """

    state: str
    other: str | None = None
    between: Pair | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    developments: Sequence[Development]
    events: Mapping[str, Event]  # by event id: those of the developments and their denials
    sentences: Mapping[str, str]  # event id -> the stored sentence that reports it
    articles: Mapping[str, ArticleFacts]
    relations: Sequence[Relation]  # one a pair, in the order in which the brief tells of them
    balance: Balance | None = None
    names: Mapping[str, str]
    problems: Sequence[Problem] = ()
    as_of: dt.date
    counts: Counts
    table: pl.DataFrame
    denials: Mapping[str, Report] = field(default_factory=dict)  # denials outside `developments`

    def of_pair(self, pair: Pair) -> list[Development]:
        """Return the developments between two actors, either way."""
        return [d for d in self.developments if {d.actor, d.recipient} == set(pair)]
