"""The record: all that was read, kept in one DuckDB file or in a shared PostgreSQL database.

In go annotations and developments, many at a time; out come records, DataFrames and ids. Every
method that writes does so in one transaction: what is interrupted leaves nothing half-written.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version as package_version
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import polars as pl
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

from detente.developments.reliability import Basis, Standing
from detente.developments.reprints import Near, bands_of
from detente.developments.texts import publication_key
from detente.errors import StoreError
from detente.records import (
    Annotation,
    Article,
    Attribution,
    Development,
    Event,
    Problem,
    Sentence,
    stable_id,
)
from detente.store import queries
from detente.store.backends import Backend, backend_for
from detente.store.checks import find_faults
from detente.store.dictionary import data_dictionary
from detente.store.ids import Kind, resolve_id
from detente.store.migrations import migrate
from detente.store.queries import NO_FILTERS, Filters, lookup, one_of
from detente.store.rows import (
    Pair,
    ReportRow,
    Row,
    article_from_row,
    article_row,
    attribution_rows,
    development_row,
    event_row,
    from_json,
    pair_key,
    problem_rows,
    sentence_rows,
    split_pair,
)
from detente.store.schema import (
    SCHEMA_VERSION,
    articles,
    attributions,
    bands,
    choices,
    developments,
    events,
    meta,
    metadata,
    problems,
    redirects,
    sentences,
    stale,
    standings,
    story_states,
)
from detente.store.versions import Placed, distinct, load_shelf, own_ids

T = TypeVar("T")
ChoiceKind = Literal["merge", "split"]

# SQLAlchemy's own inspection of columns does not work on DuckDB
_COLUMNS = Table(
    "columns",
    MetaData(),
    Column("table_name", Text),
    Column("column_name", Text),
    Column("table_schema", Text),
    schema="information_schema",
)
_FOUND = (events, sentences, attributions, problems)
_OF_ARTICLE = (*_FOUND, bands)
_EVENTS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class AddCounts:
    """What adding annotations did."""

    articles: int = 0  # new texts, later versions among them
    versions: int = 0  # later versions of an article that was there
    replaced: int = 0  # texts that were there and were read again
    skipped: int = 0  # texts that were there
    sentences: int = 0
    events: int = 0
    attributions: int = 0
    problems: int = 0
    pairs: frozenset[Pair] = frozenset()  # whose developments must be built anew
    annotations: tuple[Annotation, ...] = ()  # as stored, with the ids of the record


@dataclass(frozen=True, slots=True)
class Redirect:
    """An id that is no longer in use; `new_id` None when nothing stands for it."""

    old_id: str
    new_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class DevelopmentBlock:
    """All developments of one pair: they take the place of those that the record has."""

    pair: Pair
    developments: Sequence[Development]
    assignments: Mapping[str, str]  # event_id -> development_id
    redirects: Sequence[Redirect] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A merge or split made by hand."""

    choice_id: str
    kind: ChoiceKind
    a: str
    b: str | None
    made_at: dt.datetime
    reason: str


def open_record(target: str | Path, *, create: bool, read_only: bool = False) -> Record:
    """Return the record at a path or at a `postgresql://` address.

    With `create` a record that is not there is made; without, StoreError. With `read_only` several
    processes can have the record open at once, as long as none writes. StoreError in one line when
    it cannot be opened: not there, no record, of a newer version, in use, not permitted.
    """
    backend = backend_for(target)
    backend.check_target(create=create)
    record = Record(backend, backend.engine(read_only=read_only), read_only=read_only)
    try:
        record._prepare(create=create)
    except BaseException:
        record.close()
        raise
    return record


class Record:
    """An open record; get one from `open_record`, close it or use it in a `with` block."""

    def __init__(self, backend: Backend, engine: Engine, *, read_only: bool) -> None:
        self.name = backend.name
        self.read_only = read_only
        self._backend = backend
        self._engine = engine
        self._writing = threading.RLock()
        self._known: set[tuple[str, str]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server; closing twice does no harm."""
        self._engine.dispose()

    # opening

    def _prepare(self, *, create: bool) -> None:
        with self._reading() as connection:
            found = self._schema_version(connection)
        if found is None:
            if not create:
                raise StoreError(
                    f"{self.name} holds no detente record: name another, "
                    f"or make one with `detente read SOURCE --record {self.name}`"
                )
            self._create()
        elif found > SCHEMA_VERSION:
            raise StoreError(
                f"{self.name} was made by a newer detente "
                f"(schema {found}, this one reads up to {SCHEMA_VERSION}): upgrade"
            )
        elif found < SCHEMA_VERSION:
            self._migrate(found)

    def _schema_version(self, connection: Connection) -> int | None:
        present = connection.scalars(
            select(_COLUMNS.c.column_name).where(
                _COLUMNS.c.table_name == meta.name,
                _COLUMNS.c.table_schema == func.current_schema(),
            )
        )
        if not {"key", "value"} <= set(present):
            return None
        found = connection.scalar(select(meta.c.value).where(meta.c.key == "schema_version"))
        return None if found is None else int(found)

    def _create(self) -> None:
        facts = {
            "schema_version": str(SCHEMA_VERSION),
            "detente_version": package_version("detente"),
            "created_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        }
        with self._writes() as connection:
            if foreign := self._backend.foreign_tables(connection, list(metadata.tables)):
                raise StoreError(
                    f"{self.name} holds tables that are not detente's ({', '.join(foreign[:5])}): "
                    "name another place for the record"
                )
            metadata.create_all(connection, checkfirst=False)
            rows = [{"key": key, "value": value} for key, value in facts.items()]
            self._append(connection, meta, rows)

    def _migrate(self, found: int) -> None:
        if self.read_only:
            raise StoreError(
                f"{self.name} has schema {found}, this detente reads {SCHEMA_VERSION}: "
                "open it once for writing to upgrade it"
            )
        with self._writes() as connection:
            migrate(connection, found=found)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except self._backend.errors as error:
            line = self._backend.explain(error)
            if line is None:
                raise
            raise StoreError(line) from error

    @contextmanager
    def _writes(self) -> Iterator[Connection]:
        if self.read_only:
            raise StoreError(f"{self.name} is open for reading only: open it for writing")
        with self._writing, self._reading() as connection:
            self._backend.lock_writers(connection)
            yield connection

    # adding

    def known(self, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return those pairs of article id and text hash that are in the record.

        The id is the one under which an article was handed in, or the one that its versions share.
        """
        if self._known is None:
            columns = (articles.c.base_id, articles.c.given_id, articles.c.text_hash)
            with self._reading() as connection:
                rows = connection.execute(select(*columns)).all()
            self._known = {(key, row[2]) for row in rows for key in row[:2]}
        return self._known.intersection(pairs)

    def add(
        self,
        annotations: Sequence[Annotation],
        *,
        reader: str,
        read_at: dt.datetime,
        replace: bool = False,
        signatures: Mapping[str, bytes] | None = None,
    ) -> AddCounts:
        """Add articles with all that was found in them, in one transaction.

        A text that is there adds nothing; with `replace` what was found in it is replaced. The same
        id or address with another text is a later version with ids of its own: use the ids of the
        annotations that come back. `signatures` goes by the article ids that are handed in.
        """
        signatures = signatures or {}
        with self._writes() as connection:
            shelf = load_shelf(connection, [annotation.article for annotation in annotations])
            placed = [shelf.place(annotation) for annotation in annotations]
            wanted = {"new", "version", "again"} if replace else {"new", "version"}
            fresh = [one for one in placed if one.state in wanted]
            again = [one.annotation.article.article_id for one in fresh if one.state == "again"]
            touched = self._remove(connection, again)
            stored = self._free_ids(connection, [one.annotation for one in fresh])
            rows = _rows_of(fresh, stored, signatures, reader=reader, read_at=read_at)
            rows[problems] = _not_there(connection, rows[problems])
            for table, new_rows in rows.items():
                self._append(connection, table, new_rows)
            touched |= {row["pair"] for row in rows[events] if row["pair"]}
            self._mark(connection, touched)
        self._remember(fresh)
        states = [one.state for one in fresh]
        return AddCounts(
            articles=states.count("new") + states.count("version"),
            versions=states.count("version"),
            replaced=states.count("again"),
            skipped=len(placed) - len(fresh),
            sentences=len(rows[sentences]),
            events=len(rows[events]),
            attributions=len(rows[attributions]),
            problems=len(rows[problems]),
            pairs=frozenset(map(split_pair, touched)),
            annotations=tuple(stored),
        )

    def add_problems(self, found: Sequence[Problem], *, read_at: dt.datetime) -> int:
        """Add what could not be read; return how many were not there before."""
        with self._writes() as connection:
            rows = _not_there(connection, problem_rows(found, read_at=read_at))
            self._append(connection, problems, rows)
        return len(rows)

    def _remember(self, fresh: Iterable[Placed]) -> None:
        if self._known is not None:
            for one in fresh:
                text_hash = one.annotation.article.text_hash
                self._known |= {(one.base_id, text_hash), (one.given_id, text_hash)}

    def _append(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self._backend.append(connection, table, rows)

    def _remove(self, connection: Connection, article_ids: Sequence[str]) -> set[str]:
        """Delete articles and all that was found in them; return the pairs that they touched."""
        if not article_ids:
            return set()
        touched = _pairs_of(connection, article_ids)
        for table in (*_OF_ARTICLE, articles):
            connection.execute(delete(table).where(one_of(table.c.article_id, article_ids)))
        return touched

    def _free_ids(
        self, connection: Connection, annotations: Sequence[Annotation]
    ) -> list[Annotation]:
        """Return the annotations with ids that nothing else in the record has."""
        event_ids = [event.event_id for one in annotations for event in one.events]
        sentence_ids = [sent.sentence_id for one in annotations for sent in one.sentences]
        taken = _present(connection, events.c.event_id, event_ids)
        taken |= _present(connection, sentences.c.sentence_id, sentence_ids)
        free = []
        for annotation in annotations:
            own = distinct(annotation)
            if taken & _ids_in(own):
                own = own_ids(own)
            taken |= _ids_in(own)
            free.append(own)
        return free

    def _mark(self, connection: Connection, pairs: Iterable[str]) -> None:
        new = set(pairs) - set(connection.scalars(select(stale.c.pair)))
        self._append(connection, stale, [{"pair": pair} for pair in sorted(new)])

    # reading back

    def article(self, article_id: str) -> Article:
        """Return one article; its genre is the one that was decided. StoreError if not there."""
        row = self._one(select(articles).where(articles.c.article_id == article_id), article_id)
        return article_from_row(row)

    def texts(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return the texts of those articles that are in the record."""
        query = select(articles.c.article_id, articles.c.text)
        with self._reading() as connection:
            rows = connection.execute(query.where(one_of(articles.c.article_id, article_ids)))
            return {row[0]: row[1] for row in rows}

    def sentences(self, article_id: str) -> list[Sentence]:
        """Return the sentences of an article in the order of the text."""
        query = (
            select(sentences.c.sentence_id, sentences.c.start, sentences.c.end)
            .where(sentences.c.article_id == article_id)
            .order_by(sentences.c.position)
        )
        with self._reading() as connection:
            return [Sentence(*row) for row in connection.execute(query)]

    def event(self, event_id: str) -> Event:
        """Return one event; StoreError if it is not there."""
        query = select(events.c.body).where(events.c.event_id == event_id)
        return from_json(Event, self._one(query, event_id)["body"])

    def events_of(self, article_id: str) -> list[Event]:
        """Return the events of an article in the order of the text."""
        query = (
            select(events.c.body)
            .where(events.c.article_id == article_id)
            .order_by(events.c.trigger_start, events.c.event_id)
        )
        return self._bodies(Event, query)

    def attributions_of(self, article_id: str) -> list[Attribution]:
        """Return the attributions of an article in the order of the text."""
        query = (
            select(attributions.c.body)
            .where(attributions.c.article_id == article_id)
            .order_by(attributions.c.start, attributions.c.attribution_id)
        )
        return self._bodies(Attribution, query)

    def development(self, development_id: str) -> Development:
        """Return one development; StoreError if it is not there."""
        query = select(developments.c.body).where(developments.c.development_id == development_id)
        return from_json(Development, self._one(query, development_id)["body"])

    def development_id_of(self, event_id: str) -> str | None:
        """Return the development of which an event is a report; None where it belongs to none."""
        query = select(events.c.development_id).where(events.c.event_id == event_id)
        found: str | None = self._one(query, event_id)["development_id"]
        return found

    def developments_of(self, pair: Pair) -> list[Development]:
        """Return the developments of an unordered pair, by id."""
        query = (
            select(developments.c.body)
            .where(developments.c.pair == pair_key(*pair))
            .order_by(developments.c.development_id)
        )
        return self._bodies(Development, query)

    def sentence_text(self, sentence_id: str) -> tuple[str, str]:
        """Return the article of a sentence and its words; StoreError if it is not there."""
        query = (
            select(sentences.c.article_id, queries.sentence_text().label("text"))
            .select_from(sentences.join(articles, sentences.c.article_id == articles.c.article_id))
            .where(sentences.c.sentence_id == sentence_id)
        )
        row = self._one(query, sentence_id)
        return row["article_id"], row["text"]

    def sentence_of(self, event: Event) -> tuple[str, str]:
        """Return the article of an event and the sentence that reports it."""
        return self.sentence_text(event.sentence_id)

    def developments(self, filters: Filters = NO_FILTERS) -> list[Development]:
        """Return the developments that pass, whole, by day and id."""
        query = queries.developments_query(filters).add_columns(developments.c.body)
        with self._reading() as connection:
            rows = connection.execute(query).mappings()
            return [from_json(Development, row["body"]) for row in rows]

    def _one(self, query: Select[Any], wanted: str) -> Row:
        with self._reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise StoreError(f"{wanted} is not in the record {self.name}")
        return dict(row)

    def _bodies(self, record_type: type[T], query: Select[Any]) -> list[T]:
        with self._reading() as connection:
            return [from_json(record_type, body) for body in connection.scalars(query)]

    # tables

    def events_frame(
        self, filters: Filters = NO_FILTERS, *, with_sentence: bool = True
    ) -> pl.DataFrame:
        """Return one row an event, by day, article and place in the text.

        Columns: those of the table `events` but `pair` and `body`, then `credence` (of its
        development, null when none is built yet) and `sentence` (the words that report it; leave
        them out with `with_sentence=False` where millions of events are counted).
        """
        return self._frame(queries.events_query(filters, with_sentence=with_sentence))

    def attributions_frame(self, filters: Filters = NO_FILTERS) -> pl.DataFrame:
        """Return one row an attribution, by publication, article and place in the text.

        Columns: those of the table `attributions` but `body`, then `outlet` and `published_at` of
        the article.
        """
        return self._frame(queries.attributions_query(filters))

    def developments_frame(self, filters: Filters = NO_FILTERS) -> pl.DataFrame:
        """Return one row a development, by day and id.

        Columns: those of the table `developments` but `pair` and `body`.
        """
        return self._frame(queries.developments_query(filters))

    def articles_frame(self, filters: Filters = NO_FILTERS) -> pl.DataFrame:
        """Return one row a version of an article, by publication and id.

        Columns: those of the table `articles` but `text`, `furniture` and `signature`.
        """
        return self._frame(queries.articles_query(filters))

    def problems_frame(self, filters: Filters = NO_FILTERS) -> pl.DataFrame:
        """Return one row a problem, by moment of reading, article and stage.

        Columns: those of the table `problems`.
        """
        return self._frame(queries.problems_query(filters))

    def _frame(self, query: Select[Any]) -> pl.DataFrame:
        with self._reading() as connection:
            return self._backend.frame(connection, query)

    # developments

    def stale_pairs(self) -> list[Pair]:
        """Return the pairs with events that their developments do not yet show, sorted."""
        with self._reading() as connection:
            return sorted(map(split_pair, connection.scalars(select(stale.c.pair))))

    def mark_stale(self, pairs: Iterable[Pair]) -> None:
        """Say that the developments of pairs must be built anew."""
        with self._writes() as connection:
            self._mark(connection, [str(pair_key(*pair)) for pair in pairs])

    def reports(self, pairs: Iterable[Pair] | None = None) -> Iterator[list[ReportRow]]:
        """Yield all events of one unordered pair at a time, pairs sorted.

        None means all pairs; a pair without events yields nothing. Events with an unknown code
        belong to no pair. Within a pair they go by publication, article and place in the text.
        The record may be written to between two steps.
        """
        sizes = select(events.c.pair, func.count()).where(events.c.pair.is_not(None))
        if pairs is not None:
            sizes = sizes.where(one_of(events.c.pair, [str(pair_key(*pair)) for pair in pairs]))
        with self._reading() as connection:
            counts = connection.execute(sizes.group_by(events.c.pair)).all()
        for chunk in _chunks_by_size(sorted((row[0], row[1]) for row in counts)):
            yield from self._reports_of(chunk)

    def _reports_of(self, keys: Sequence[str]) -> list[list[ReportRow]]:
        with self._reading() as connection:
            rows = connection.execute(_reports_query(keys)).mappings().all()
        blocks: dict[str, list[ReportRow]] = {}
        for row in rows:
            fields = {name: value for name, value in row.items() if name not in ("pair", "body")}
            report = ReportRow(event=from_json(Event, row["body"]), **fields)
            blocks.setdefault(row["pair"], []).append(report)
        return list(blocks.values())

    def replace_developments(self, blocks: Sequence[DevelopmentBlock]) -> None:
        """Put new developments in the place of the old ones of each pair, in one transaction.

        The pairs are no longer stale afterwards. Give many small blocks at once: a transaction
        costs some ten milliseconds however little it holds.
        """
        keys = [str(pair_key(*block.pair)) for block in blocks]
        rows = [development_row(one) for block in blocks for one in block.developments]
        assigned = {e: d for block in blocks for e, d in block.assignments.items()}
        moved = [redirect for block in blocks for redirect in block.redirects]
        with self._writes() as connection:
            connection.execute(delete(developments).where(one_of(developments.c.pair, keys)))
            self._append(connection, developments, rows)
            connection.execute(
                update(events)
                .where(one_of(events.c.pair, keys), events.c.development_id.is_not(None))
                .values(development_id=None)
            )
            _set_values(connection, events.c.event_id, events.c.development_id, assigned, Text())
            self._redirect(connection, moved, in_use=[row["development_id"] for row in rows])
            connection.execute(delete(stale).where(one_of(stale.c.pair, keys)))

    def _redirect(
        self, connection: Connection, moved: Sequence[Redirect], *, in_use: Sequence[str]
    ) -> None:
        rows = {
            redirect.old_id: {
                "old_id": redirect.old_id,
                "new_id": redirect.new_id,
                "reason": redirect.reason,
            }
            for redirect in moved
            if redirect.old_id not in set(in_use)
        }
        connection.execute(delete(redirects).where(one_of(redirects.c.old_id, [*rows, *in_use])))
        self._append(connection, redirects, list(rows.values()))

    def set_reprints(self, originals: Mapping[str, str | None]) -> None:
        """Say which article each one reprints (None: none); the pairs touched become stale."""
        self._set_of_articles(articles.c.reprint_of, originals)

    def set_stories(self, stories: Mapping[str, str | None]) -> None:
        """Say which story each article belongs to; the pairs touched become stale."""
        self._set_of_articles(articles.c.story_id, stories)

    def _set_of_articles(self, column: Column[Any], values: Mapping[str, str | None]) -> None:
        query = select(articles.c.article_id, column)
        with self._writes() as connection:
            rows = connection.execute(query.where(one_of(articles.c.article_id, values))).all()
            changed = {row[0]: values[row[0]] for row in rows if row[1] != values[row[0]]}
            _set_values(connection, articles.c.article_id, column, changed, Text())
            self._mark(connection, _pairs_of(connection, list(changed)))

    # reprints and stories

    def unplaced(self) -> list[tuple[str, dt.datetime | None]]:
        """Return id and moment of publication of the articles that are in no story yet."""
        query = select(articles.c.article_id, articles.c.published_at)
        with self._reading() as connection:
            rows = connection.execute(query.where(articles.c.story_id.is_(None)))
            return [(row[0], row[1]) for row in rows]

    def unsigned(self) -> list[str]:
        """Return the articles without a signature: those of a record of schema 2 or older."""
        query = select(articles.c.article_id).where(articles.c.signature.is_(None))
        with self._reading() as connection:
            return list(connection.scalars(query.order_by(articles.c.article_id)))

    def set_signatures(self, signatures: Mapping[str, bytes]) -> None:
        """Keep the MinHash signature of each article, and the bands by which it is found."""
        rows = _band_rows(signatures)
        with self._writes() as connection:
            connection.execute(delete(bands).where(one_of(bands.c.article_id, signatures)))
            self._append(connection, bands, rows)
            _set_values(
                connection,
                articles.c.article_id,
                articles.c.signature,
                signatures,
                LargeBinary(),
            )

    def near(self, article_ids: Sequence[str]) -> dict[str, list[Near]]:
        """Return for each article those that share a band of their signatures with it, by id."""
        own = bands.alias("own")
        query = (
            select(own.c.article_id, articles.c.article_id, articles.c.published_at,
                   articles.c.reprint_of)
            .select_from(own)
            .join(bands, bands.c.band == own.c.band)
            .join(articles, articles.c.article_id == bands.c.article_id)
            .where(one_of(own.c.article_id, article_ids), bands.c.article_id != own.c.article_id)
            .distinct()
            .order_by(own.c.article_id, articles.c.article_id)
        )  # fmt: skip
        found: dict[str, list[Near]] = {article_id: [] for article_id in article_ids}
        with self._reading() as connection:
            for row in connection.execute(query):
                found[row[0]].append(Near(*row[1:]))
        return found

    def published(self, since: dt.date | None) -> list[tuple[str, dt.datetime | None, str | None]]:
        """Return id, moment and headline of the articles of a day and later, undated ones last.

        None means all. Articles of one moment go by id.
        """
        query = select(articles.c.article_id, articles.c.published_at, articles.c.headline)
        if since is not None:
            begin = dt.datetime.combine(since, dt.time(), dt.UTC)
            at = articles.c.published_at
            query = query.where(or_(at.is_(None), at >= begin))
        with self._reading() as connection:
            rows = [(row[0], row[1], row[2]) for row in connection.execute(query)]
        return sorted(rows, key=lambda row: publication_key(row[1], row[0]))

    def story_state(self, until: dt.date | None) -> tuple[dt.date, bytes] | None:
        """Return the latest state kept for a day not after `until` that still holds.

        A state holds while as many articles were published before its day as were placed for it.
        None means the latest of all.
        """
        query = select(story_states.c.day, story_states.c.texts)
        if until is not None:
            query = query.where(story_states.c.day <= until)
        with self._reading() as connection:
            for day, texts in connection.execute(query.order_by(story_states.c.day.desc())).all():
                if self._published_before(connection, day) == texts:
                    body = select(story_states.c.body).where(story_states.c.day == day)
                    return day, bytes(connection.scalars(body).one())
        return None

    def story_state_days(self) -> list[dt.date]:
        """Return the days for which a state is kept, in order."""
        with self._reading() as connection:
            return list(connection.scalars(select(story_states.c.day).order_by(story_states.c.day)))

    def forget_story_states(self, after: dt.date | None) -> None:
        """Drop the states of later days: an article was published before them."""
        query = delete(story_states)
        with self._writes() as connection:
            connection.execute(query if after is None else query.where(story_states.c.day > after))

    def keep_story_states(
        self, states: Mapping[dt.date, tuple[int, bytes]], *, days: Collection[dt.date]
    ) -> None:
        """Keep states (articles placed, body) by day; of all that are there only those of `days`.

        A state is not kept when by now other articles were published before its day.
        """
        with self._writes() as connection:
            there = set(connection.scalars(select(story_states.c.day)))
            gone = [day for day in there if day not in days or day in states]
            connection.execute(delete(story_states).where(story_states.c.day.in_(gone)))
            rows = [
                {"day": day, "texts": texts, "body": body}
                for day, (texts, body) in states.items()
                if day in days and self._published_before(connection, day) == texts
            ]
            self._append(connection, story_states, rows)

    def _published_before(self, connection: Connection, day: dt.date) -> int:
        begin = dt.datetime.combine(day, dt.time(), dt.UTC)
        return _count(connection, articles, articles.c.published_at < begin)

    # curating

    def add_choice(
        self, kind: ChoiceKind, a: str, b: str | None, *, made_at: dt.datetime, reason: str
    ) -> str:
        """Keep a merge or split made by hand and return its id."""
        row = {
            "choice_id": stable_id("c", kind, a, b, made_at.isoformat()),
            "kind": kind,
            "a": a,
            "b": b,
            "made_at": made_at,
            "reason": reason,
        }
        with self._writes() as connection:
            self._append(connection, choices, [row])
        return str(row["choice_id"])

    def choices(self) -> list[Choice]:
        """Return all merges and splits made by hand, oldest first."""
        query = select(choices).order_by(choices.c.made_at, choices.c.choice_id)
        with self._reading() as connection:
            return [Choice(**row) for row in connection.execute(query).mappings()]

    def standings(self) -> dict[str, Standing]:
        """Return the standings of the outlets that were learned or set by hand."""
        columns = [standings.c[f.name] for f in dataclasses.fields(Standing)]
        with self._reading() as connection:
            rows = connection.execute(select(*columns).order_by(standings.c.outlet)).mappings()
            return {row["outlet"]: Standing(**row) for row in rows}

    def set_standings(
        self, found: Iterable[Standing], *, set_at: dt.datetime, instead_of: Basis
    ) -> None:
        """Put standings in the place of all of one basis; all pairs become stale.

        With `instead_of` "user" only those of the same outlets are replaced.
        """
        rows = [{**dataclasses.asdict(one), "set_at": set_at} for one in found]
        old = delete(standings)
        if instead_of == "user":
            old = old.where(one_of(standings.c.outlet, [row["outlet"] for row in rows]))
        else:
            old = old.where(standings.c.basis == instead_of)
        with self._writes() as connection:
            connection.execute(old)
            self._append(connection, standings, rows)
            self._mark(connection, connection.scalars(select(developments.c.pair).distinct()))

    def unset_standing(self, outlet: str) -> bool:
        """Remove what was set or learned of an outlet; return whether there was something."""
        with self._writes() as connection:
            there = _count(connection, standings, standings.c.outlet == outlet) > 0
            connection.execute(delete(standings).where(standings.c.outlet == outlet))
            if there:
                self._mark(connection, connection.scalars(select(developments.c.pair).distinct()))
        return there

    def outlets(self) -> dict[str, int]:
        """Return the outlets of the record with the number of their articles, the most first."""
        count = func.count().label("n")
        query = select(articles.c.outlet, count).where(articles.c.outlet.is_not(None))
        query = query.group_by(articles.c.outlet).order_by(count.desc(), articles.c.outlet)
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def forget(self, article_id: str) -> dict[str, int]:
        """Remove an article and all that was found in it; return how many rows of each table.

        Its pairs become stale: their developments still quote it until they are built anew. What
        carried its text waits to be placed again; other articles stay in their stories.
        """
        published_at = self.article(article_id).published_at
        with self._writes() as connection:
            states = delete(story_states)
            if published_at is not None:
                states = states.where(story_states.c.day > published_at.date())
            connection.execute(states)
            counts = {
                table.name: _count(connection, table, table.c.article_id == article_id)
                for table in (articles, *_FOUND)
            }
            self._mark(connection, self._remove(connection, [article_id]))
            carriers = connection.scalars(
                select(articles.c.article_id).where(articles.c.reprint_of == article_id)
            ).all()
            orphaned = dict.fromkeys(carriers)  # placed anew, as if they had just come
            for column in (articles.c.reprint_of, articles.c.story_id):
                _set_values(connection, articles.c.article_id, column, orphaned, Text())
            self._mark(connection, _pairs_of(connection, carriers))
        self._known = None
        return counts

    # ids

    def resolve(self, wanted: str) -> tuple[Kind, str]:
        """Return what an id stands for and the id in use.

        Follows ids that were replaced, takes the id under which an article was handed in, and
        takes the beginning of an id where only one begins so. StoreError otherwise.
        """
        with self._reading() as connection:
            return resolve_id(connection, wanted)

    # the whole

    def counts(self) -> dict[str, int]:
        """Return the number of rows of every table."""
        with self._reading() as connection:
            return {table.name: _count(connection, table) for table in metadata.sorted_tables}

    def count_reprints(self) -> int:
        """Return how many articles carry the text of another."""
        with self._reading() as connection:
            return _count(connection, articles, articles.c.reprint_of.is_not(None))

    def check(self) -> list[str]:
        """Return what is wrong with the record, one line a kind of fault; empty when sound."""
        with self._reading() as connection:
            return find_faults(connection)

    def export(self, folder: str | Path) -> list[Path]:
        """Write every table as Parquet, and a README.md with the data dictionary.

        Files of the same names are replaced. Returns the paths written.
        """
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            readme = folder / "README.md"
            readme.write_text(data_dictionary(), encoding="utf-8")
        except OSError as error:
            raise StoreError(f"cannot write to {folder}: {error.strerror}") from error
        written = [readme]
        with self._reading() as connection:
            for table in metadata.sorted_tables:
                path = folder / f"{table.name}.parquet"
                self._backend.write_parquet(connection, table, path)
                written.append(path)
        return written


def _rows_of(
    fresh: Sequence[Placed],
    stored: Sequence[Annotation],
    signatures: Mapping[str, bytes],
    *,
    reader: str,
    read_at: dt.datetime,
) -> dict[Table, list[Row]]:
    rows: dict[Table, list[Row]] = {
        table: [] for table in (articles, bands, sentences, events, attributions, problems)
    }
    for one, annotation in zip(fresh, stored, strict=True):
        signature = signatures.get(one.handed_in, one.kept["signature"])
        row = article_row(
            annotation,
            base_id=one.base_id,
            given_id=one.given_id,
            version=one.version,
            kept={**one.kept, "signature": signature},
        )
        rows[articles].append({**row, "reader": reader, "read_at": read_at})
        if signature is not None:
            rows[bands] += _band_rows({annotation.article.article_id: signature})
        rows[sentences] += sentence_rows(annotation)
        rows[events] += [
            {**event_row(event, annotation.article), "reader": reader}
            for event in annotation.events
        ]
        rows[attributions] += attribution_rows(annotation)
    found = [problem for annotation in stored for problem in annotation.problems]
    rows[problems] = problem_rows(found, read_at=read_at)
    return rows


def _band_rows(signatures: Mapping[str, bytes]) -> list[Row]:
    return [
        {"band": band, "article_id": article_id}
        for article_id, signature in signatures.items()
        for band in sorted(set(bands_of(signature)))
    ]


def _ids_in(annotation: Annotation) -> set[str]:
    ids = {event.event_id for event in annotation.events}
    return ids | {sentence.sentence_id for sentence in annotation.sentences}


def _present(connection: Connection, column: Column[Any], values: Sequence[str]) -> set[str]:
    if not values:
        return set()
    return set(connection.scalars(select(column).where(one_of(column, values))))


def _not_there(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of problems that the record does not have."""
    there = _present(connection, problems.c.problem_id, [row["problem_id"] for row in rows])
    return [row for row in rows if row["problem_id"] not in there]


def _pairs_of(connection: Connection, article_ids: Sequence[str]) -> set[str]:
    """Return the pairs that the events of these articles speak of."""
    if not article_ids:
        return set()
    query = select(events.c.pair).distinct()
    query = query.where(one_of(events.c.article_id, article_ids), events.c.pair.is_not(None))
    return set(connection.scalars(query))


def _set_values(
    connection: Connection,
    key: Column[Any],
    column: Column[Any],
    values: Mapping[str, Any],
    kind: TypeEngine[Any],
) -> None:
    """Set one column of the rows with these keys."""
    if values:
        given = lookup(values.keys(), values.values(), kind)
        table = key.table
        connection.execute(update(table).where(key == given.c.key).values({column: given.c.value}))


def _count(connection: Connection, table: Table, *conditions: Any) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    # all rows are fetched: DuckDB does nothing else on a connection before
    return int(connection.scalars(query).all()[0])


def _reports_query(keys: Sequence[str]) -> Select[Any]:
    return (
        select(
            events.c.pair,
            events.c.body,
            events.c.article_id,
            articles.c.base_id,
            articles.c.outlet,
            articles.c.url,
            articles.c.published_at,
            articles.c.genre,
            articles.c.reprint_of,
            articles.c.story_id,
            queries.sentence_text().label("sentence"),
            events.c.development_id,
        )
        .select_from(events)
        .join(articles, events.c.article_id == articles.c.article_id)
        .join(sentences, events.c.sentence_id == sentences.c.sentence_id)
        .where(one_of(events.c.pair, keys))
        .order_by(
            events.c.pair,
            articles.c.published_at,
            events.c.article_id,
            events.c.trigger_start,
            events.c.event_id,
        )
    )


def _chunks_by_size(sizes: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """Yield keys in groups that hold a bounded number of events, or one key that holds more."""
    chunk: list[str] = []
    total = 0
    for key, size in sizes:
        if chunk and total + size > _EVENTS_AT_ONCE:
            yield chunk
            chunk, total = [], 0
        chunk.append(key)
        total += size
    if chunk:
        yield chunk
