"""The Python twin of the commands: `detente.open`, `annotate`, `view`, `group`.

import detente
record = detente.open("detente.duckdb")
record.read("column.txt", published_at="2022-04-30", outlet="Nawaiwaqt")
record.relation("PAK", "RUS").plot("relation.svg")
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self

from detente.actors.lookup import to_code
from detente.errors import ReadError, StoreError
from detente.records import Annotation, Article, Problem, to_json
from detente.store import Filters, open_record
from detente.store import Record as Store

if TYPE_CHECKING:
    import polars as pl

    from detente.brief import Brief
    from detente.developments.group import GroupRow
    from detente.developments.reliability import Standing
    from detente.ingest import Progress, ReadCounts
    from detente.relations import Balance, Relation

Day = str | dt.date | None


def annotate(
    text: str,
    *,
    published_at: str | dt.datetime | None = None,
    outlet: str | None = None,
    headline: str | None = None,
) -> Annotation:
    """Return what one text says: events, who says so, whether they happened; nothing is stored.

    Raises `ReadError` for an empty text or one that is not English.
    """
    from detente.pipeline import annotate_articles
    from detente.read import read_text

    article = read_text(text, published_at=_moment(published_at), outlet=outlet, headline=headline)
    return next(annotate_articles([article]))


def view(annotation: Annotation) -> str:
    """Return one article with its events and sources marked, as a page of HTML for a browser.

    The page needs nothing from elsewhere; all that comes from the article is escaped.
    """
    from detente.article_page import render_article

    return render_article(annotation)


def group(articles: Sequence[Article]) -> list[GroupRow]:
    """Return which articles are reprints or one story, and which acts are one development."""
    from detente.developments.group import group_annotations
    from detente.pipeline import annotate_articles

    return group_annotations(list(annotate_articles(articles)))


def open(target: str | Path = "detente.duckdb") -> Record:
    """Return the record at a path or address; it is made by the first `read`, not before."""
    return Record(str(target))


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """The state of a relation with what is needed to say and to draw it."""

    relation: Relation
    developments: pl.DataFrame
    names: Mapping[str, str]

    def __str__(self) -> str:
        from detente.relations import describe_relation

        labels = dict(self.developments.select("development_id", "label").iter_rows())
        return describe_relation(self.relation, self.names, labels=labels)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's `relation` object."""
        row: dict[str, Any] = to_json(self.relation)
        return row

    def plot(self, path: str | Path | None = None) -> Any:
        """Return the chart (Altair); with `path` save it as .svg, .png or .html."""
        from detente.relations.charts import relation_chart, save_chart

        chart = relation_chart(self.relation, self.developments, self.names)
        if path is not None:
            save_chart(chart, path)
        return chart


@dataclass(frozen=True, slots=True)
class ShownBalance:
    """How a state stands between two rivals, with what is needed to say and to draw it."""

    balance: Balance
    names: Mapping[str, str]

    def __str__(self) -> str:
        from detente.relations import describe_balance

        return describe_balance(self.balance, self.names)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's `balance` object."""
        row: dict[str, Any] = to_json(self.balance)
        return row

    def plot(self, path: str | Path | None = None) -> Any:
        """Return the chart (Altair); with `path` save it as .svg, .png or .html."""
        from detente.relations.charts import balance_chart, save_chart

        chart = balance_chart(self.balance, self.names)
        if path is not None:
            save_chart(chart, path)
        return chart


class Record:
    """A record of what was read, opened for each call: nothing is held between calls.

    As a context manager it stays open for reading: quicker for many questions in a row.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self._store: Store | None = None

    def __enter__(self) -> Self:
        self._store = open_record(self.target, create=False, read_only=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _reading(self) -> AbstractContextManager[Store]:
        if self._store is not None:
            return _Held(self._store)
        return open_record(self.target, create=False, read_only=True)

    def read(
        self,
        *sources: str | Path,
        published_at: str | dt.datetime | None = None,
        outlet: str | None = None,
        headline: str | None = None,
        again: bool = False,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
    ) -> ReadCounts:
        """Read files, folders, globs, feeds and archives into the record.

        What is there already is skipped unless `again`. Returns counts. Raises `ReadError` when the
        only source cannot be read; in a batch that is a row in `problems`.
        """
        from detente.ingest import read_into, silent
        from detente.read import read_sources

        found = read_sources(
            [str(source) for source in sources],
            published_at=_moment(published_at),
            outlet=outlet,
            headline=headline,
            stdin=stdin,
        )
        found = _checked(found)
        with open_record(self.target, create=True) as store:
            return read_into(
                store,
                found,
                reader=reader_version(),
                now=dt.datetime.now(dt.UTC),
                again=again,
                progress=progress or silent,
            )

    def events(self, **filters: Any) -> pl.DataFrame:
        """Return one row an event. Filters: see `make_filters`."""
        with self._reading() as store:
            return store.events_frame(make_filters(**filters))

    def attributions(self, **filters: Any) -> pl.DataFrame:
        """Return one row an attribution. Filters: see `make_filters`."""
        with self._reading() as store:
            return store.attributions_frame(make_filters(**filters))

    def developments(self, **filters: Any) -> pl.DataFrame:
        """Return one row a development. Filters: see `make_filters`."""
        with self._reading() as store:
            return store.developments_frame(make_filters(**filters))

    def problems(self, **filters: Any) -> pl.DataFrame:
        """Return one row a problem. Filters: see `make_filters`."""
        with self._reading() as store:
            return store.problems_frame(make_filters(**filters))

    def show(self, wanted: str) -> str:
        """Return an event, article or development laid open, in words."""
        from detente.show import show

        with self._reading() as store:
            return show(store, wanted)

    def relation(
        self,
        a: str,
        b: str,
        *,
        by: Literal["month", "week"] = "month",
        since: Day = None,
        until: Day = None,
    ) -> ShownRelation:
        """Return the state of the relation between two actors."""
        from detente.relations import relation
        from detente.tables import names_of_codes

        first, second = to_code(a), to_code(b)
        table = self._relation_table()
        found = relation(table, first, second, by=by, since=_day(since), until=_day(until))
        return ShownRelation(found, table, names_of_codes())

    def balance(
        self, a: str, *, between: Sequence[str], since: Day = None, until: Day = None
    ) -> ShownBalance:
        """Return how a state stands between two rivals."""
        from detente.relations import balance
        from detente.tables import names_of_codes

        state, (p, q) = to_code(a), (to_code(between[0]), to_code(between[1]))
        found = balance(
            self._relation_table(), state, between=(p, q), since=_day(since), until=_day(until)
        )
        return ShownBalance(found, names_of_codes())

    def _relation_table(self) -> pl.DataFrame:
        from detente.tables import relation_table

        with self._reading() as store:
            return relation_table(store.developments_frame())

    def brief(
        self,
        a: str,
        b: str | None = None,
        *,
        between: Sequence[str] | None = None,
        since: Day = None,
        until: Day = None,
        language: str = "en",
    ) -> Brief:
        """Return the cited brief; raises `BriefError` when a citation does not resolve."""
        from detente.brief import brief_of

        with self._reading() as store:
            return brief_of(
                store,
                to_code(a),
                other=to_code(b) if b else None,
                between=(to_code(between[0]), to_code(between[1])) if between else None,
                since=_day(since),
                until=_day(until),
                language=language,
            )

    def merge(self, a: str, b: str, *, reason: str = "") -> str:
        """Say that two developments (or reports) are one act; return the id of the development.

        The choice is kept and applied again whenever articles are read.
        """
        return self._choose("merge", a, b, reason or "merged by hand")

    def split(self, wanted: str, *, reason: str = "") -> str:
        """Take a report out of its development, or a development into single reports.

        Returns the id of what was split off. The choice is kept.
        """
        return self._choose("split", wanted, None, reason or "split by hand")

    def _choose(self, kind: Literal["merge", "split"], a: str, b: str | None, reason: str) -> str:
        from detente.ingest import choose

        with open_record(self.target, create=False) as store:
            return choose(store, kind, a, b, reason=reason, now=dt.datetime.now(dt.UTC))

    def reliability(self) -> list[Standing]:
        """Return the standing of every outlet of the record, those with most articles first."""
        from detente.developments.reliability import standing_of

        with self._reading() as store:
            standings = store.standings()
            return [standing_of(outlet, standings) for outlet in store.outlets()]

    def learn_reliability(self) -> list[Standing]:
        """Learn from what became of each outlet's claims; weigh all developments again."""
        from detente.ingest import learn_reliability

        with open_record(self.target, create=False) as store:
            learned = learn_reliability(store, now=dt.datetime.now(dt.UTC))
        return list(learned.values())

    def set_reliability(self, outlet: str, grade: str | None) -> None:
        """Give an outlet a grade, A to F, that learning leaves alone; None takes it back."""
        from detente.ingest import set_reliability

        with open_record(self.target, create=False) as store:
            set_reliability(store, outlet, grade, now=dt.datetime.now(dt.UTC))

    def forget(self, article_id: str) -> dict[str, int]:
        """Remove an article with all that was read in it; developments are built anew at once."""
        from detente.ingest import refresh

        with open_record(self.target, create=False) as store:
            gone = store.forget(article_id)
            refresh(store)
        return gone

    def export(self, folder: str | Path) -> list[Path]:
        """Write every table as Parquet with a data dictionary; return the files."""
        with self._reading() as store:
            return store.export(folder)


class _Held:
    """Lend an open store without closing it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        return None


def make_filters(
    *,
    dyad: Sequence[str] | None = None,
    pair: Sequence[str] | None = None,
    event_type: str | None = None,
    since: Day = None,
    until: Day = None,
    min_credence: float | None = None,
    happened: bool | None = None,
    outlet: str | None = None,
    limit: int | None = None,
) -> Filters:
    """Return filters: `dyad` is A towards B, `pair` both ways; days are inclusive."""
    return Filters(
        dyad=_pair(dyad),
        pair=_pair(pair),
        event_type=event_type,
        since=_day(since),
        until=_day(until),
        min_credence=min_credence,
        happened=happened,
        outlet=outlet,
        limit=limit,
    )


def reader_version() -> str:
    """Return the name and version of what reads: it stands with every event."""
    from detente.models import card

    return f"detente {card('reader').version}, parser {card('parser').version}"


def _pair(names: Sequence[str] | None) -> tuple[str, str] | None:
    return (to_code(names[0]), to_code(names[1])) if names else None


def _day(value: Day) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: str | dt.datetime | None) -> dt.datetime | None:
    from detente.read import parse_moment

    return parse_moment(value) if isinstance(value, str) else value


def _checked(found: Iterable[Article | Problem]) -> Iterator[Article | Problem]:
    """Look at the first item before a record is made: a wrong path must not leave an empty file."""
    items = iter(found)
    first = list(itertools.islice(items, 2))
    if not first:
        raise StoreError("nothing to read: the sources hold no article")
    if len(first) == 1 and isinstance(first[0], Problem):
        raise ReadError(f"{first[0].article_id}: {first[0].reason}; nothing was written")
    return itertools.chain(first, items)
