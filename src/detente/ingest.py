"""From sources into a record, and the record kept in step: reprints, stories, developments.

Work is committed batch by batch. Whatever an interruption leaves undone (an article without a
story, a pair whose developments are stale) is found and done by the next run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from detente.batches import batched
from detente.codebooks.outlets import find_outlet
from detente.developments.build import build_block
from detente.developments.constants import CONCENTRATION, RELIABILITY
from detente.developments.reliability import Standing, claims_of, learn_standings
from detente.developments.reprints import settle_reprints, signature
from detente.developments.stories import Stories
from detente.developments.texts import ArticleText
from detente.errors import StoreError
from detente.pipeline import annotate_articles, without_triggers
from detente.records import Article, Problem
from detente.store import ChoiceKind, DevelopmentBlock, Record, Redirect

BATCH = 32  # articles in one transaction
BLOCKS_AT_ONCE = 200  # pairs whose developments are written in one transaction
REPORTS_AT_ONCE = 2_000  # reports whose developments are held in memory
TEXTS_AT_ONCE = 200
LAST_DAYS = 7  # days from which stories can be told again without going back to a quarter's first

Progress = Callable[[str, int, int | None], None]


@dataclass(slots=True)
class ReadCounts:
    """What a read did."""

    articles: int = 0
    reprints: int = 0
    skipped: int = 0
    events: int = 0
    developments: int = 0
    problems: int = 0
    words: int = 0
    versions: int = 0
    seen: int = field(default=0, repr=False)


def silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing."""


def read_into(
    record: Record,
    found: Iterable[Article | Problem],
    *,
    reader: str,
    now: dt.datetime,
    again: bool = False,
    progress: Progress = silent,
) -> ReadCounts:
    """Read articles into the record and bring reprints, stories and developments up to date.

    An article whose text is already there is skipped unless `again`. Returns what was done.
    """
    counts = ReadCounts()
    for batch in batched(found, BATCH):
        _read_batch(record, batch, counts, reader=reader, now=now, again=again)
        progress("reading", counts.seen, None)
    refresh(record, progress=progress)
    counts.developments = record.counts()["developments"]
    counts.reprints = record.count_reprints()
    return counts


def _read_batch(
    record: Record,
    batch: Sequence[Article | Problem],
    counts: ReadCounts,
    *,
    reader: str,
    now: dt.datetime,
    again: bool,
) -> None:
    counts.seen += len(batch)
    articles = [without_triggers(one) for one in batch if isinstance(one, Article)]
    problems = [one for one in batch if isinstance(one, Problem)]
    if not again:
        there = record.known((a.article_id, a.text_hash) for a in articles)
        fresh = [a for a in articles if (a.article_id, a.text_hash) not in there]
        counts.skipped += len(articles) - len(fresh)
        articles = fresh
    if problems:
        record.add_problems(problems, read_at=now)
        counts.problems += len(problems)
    if not articles:
        return
    annotations = list(annotate_articles(articles))
    signatures = {a.article_id: signature(a.text) for a in articles}
    added = record.add(
        annotations, reader=reader, read_at=now, replace=again, signatures=signatures
    )
    counts.articles += added.articles
    counts.versions += added.versions
    counts.skipped += added.skipped
    counts.events += added.events
    counts.problems += added.problems
    counts.words += sum(len(a.text.split()) for a in articles)


def refresh(record: Record, *, progress: Progress = silent) -> None:
    """Bring reprints, stories and developments up to date with the articles of the record."""
    _sign(record, record.unsigned(), progress)
    fresh = record.unplaced()
    if fresh:
        progress("reprints", 0, None)
        record.set_reprints(settle_reprints(fresh, record))
        progress("stories", 0, None)
        _refresh_stories(record, fresh)
    build_developments(record, progress=progress)


def _sign(record: Record, unsigned: Sequence[str], progress: Progress) -> None:
    for done, ids in enumerate(batched(unsigned, TEXTS_AT_ONCE)):
        progress("signatures", done * TEXTS_AT_ONCE, len(unsigned))
        texts = record.texts(ids)
        record.set_signatures({article_id: signature(texts[article_id]) for article_id in ids})


def _refresh_stories(record: Record, fresh: Sequence[tuple[str, dt.datetime | None]]) -> None:
    """Put articles into stories from the earliest fresh day on; earlier days stay as they are."""
    earliest = min((at.date() for _, at in fresh if at), default=None)
    kept = record.story_state(earliest)
    start, stories = (kept[0], Stories.load(kept[1])) if kept else (None, Stories())
    if earliest is not None:
        record.forget_story_states(earliest)
    by_day = {day: list(group) for day, group in groupby(record.published(start), key=_day_of)}
    undated = by_day.pop(None, [])
    rows = {day: group for day, group in by_day.items() if day is not None}
    ends = [max(rows) + dt.timedelta(days=1)] if rows else []
    to_keep = _days_to_keep([*record.story_state_days(), *rows, *ends])
    states: dict[dt.date, tuple[int, bytes]] = {}
    placed: dict[str, str] = {}
    for day in [*rows, *ends]:
        if day in to_keep and day != start:
            states[day] = (stories.texts, stories.dump())
        placed |= stories.place(day, _texts(record, rows.get(day, [])))
    placed |= stories.place(None, _texts(record, undated))
    record.set_stories(placed)
    record.keep_story_states(states, days=to_keep)


def _day_of(row: tuple[str, dt.datetime | None, str | None]) -> dt.date | None:
    return row[1].date() if row[1] else None


def _days_to_keep(days: Iterable[dt.date]) -> set[dt.date]:
    """Return the days from which news that comes late is placed again.

    The last ones, and one a quarter.
    """
    by_quarter: dict[tuple[int, int], dt.date] = {}
    in_order = sorted(set(days))
    for day in in_order:
        by_quarter.setdefault((day.year, (day.month - 1) // 3), day)
    return {*in_order[-LAST_DAYS:], *by_quarter.values()}


def _texts(
    record: Record, rows: Sequence[tuple[str, dt.datetime | None, str | None]]
) -> Iterator[ArticleText]:
    """Yield articles with their texts, a few at a time in memory."""
    for some in batched(rows, TEXTS_AT_ONCE):
        texts = record.texts([article_id for article_id, _, _ in some])
        for article_id, published_at, headline in some:
            yield ArticleText(article_id, published_at, headline, texts[article_id])


def build_developments(record: Record, *, progress: Progress = silent) -> None:
    """Build the developments of every pair whose reports changed."""
    stale = record.stale_pairs()
    choices, standings = record.choices(), record.standings()
    done = 0
    for pairs in batched(sorted(stale), BLOCKS_AT_ONCE):
        without = set(pairs)
        blocks: list[DevelopmentBlock] = []
        held = 0
        for reports in record.reports(pairs):
            pair = _pair(reports[0].event.actor.code, reports[0].event.recipient.code)
            without.discard(pair)
            developments, assignments, redirects = build_block(
                pair, reports, choices=choices, standings=standings
            )
            gone = [Redirect(old, new, reason) for old, new, reason in redirects]
            blocks.append(DevelopmentBlock(pair, developments, assignments, gone))
            held += len(reports)
            if held > REPORTS_AT_ONCE:
                record.replace_developments(blocks)
                blocks, held = [], 0
        blocks.extend(DevelopmentBlock(pair, (), {}) for pair in sorted(without))
        record.replace_developments(blocks)
        done += len(pairs)
        progress("developments", done, len(stale))


def choose(
    record: Record,
    kind: ChoiceKind,
    a: str,
    b: str | None,
    *,
    reason: str,
    now: dt.datetime,
) -> str:
    """Keep a merge or split made by hand, apply it, and return the development that holds `a`.

    StoreError when an id stands for no development or report, or when two are of different pairs.
    """
    wanted = [_chosen(record, one) for one in (a, b) if one is not None]
    pairs = {pair for _, pair in wanted}
    if len(pairs) > 1:
        told = " and ".join(f"{one} is between {x} and {y}" for one, (x, y) in wanted)
        raise StoreError(f"{told}: only acts between the same two can be one")
    if len(wanted) == 2 and wanted[0][0] == wanted[1][0]:
        raise StoreError(f"{a} and {b} are one already: {wanted[0][0]}")
    ids = [one for one, _ in wanted]
    record.add_choice(kind, ids[0], ids[1] if b else None, made_at=now, reason=reason)
    record.mark_stale(pairs)
    build_developments(record)
    return _development_of(record, ids[0])


def _chosen(record: Record, wanted: str) -> tuple[str, tuple[str, str]]:
    """Return the id in use of a development or report, and its pair."""
    kind, found = record.resolve(wanted)
    if kind == "development":
        one = record.development(found)
        return found, _pair(one.actor, one.recipient)
    if kind != "event":
        raise StoreError(f"{wanted} is no development or report but an id of the kind {kind}")
    event = record.event(found)
    if event.actor.code is None or event.recipient.code is None:
        raise StoreError(f"{wanted} has an actor without a code: it belongs to no development")
    return found, _pair(event.actor.code, event.recipient.code)


def _development_of(record: Record, found: str) -> str:
    kind, now_called = record.resolve(found)
    if kind == "development":
        return now_called
    placed = record.development_id_of(now_called)
    assert placed is not None
    return placed


def set_reliability(record: Record, outlet: str, grade: str | None, *, now: dt.datetime) -> None:
    """Give an outlet a grade that learning leaves alone (None: take it back); weigh all again.

    ValueError for a grade that is not A to F, StoreError when there is nothing to take back.
    """
    name = find_outlet(outlet).name
    if grade is None:
        if not record.unset_standing(name):
            raise StoreError(f"nothing was set or learned of {name!r}: nothing to take back")
    elif grade not in RELIABILITY:
        raise ValueError(f"grade {grade!r}: expected one of {', '.join(RELIABILITY)}")
    else:
        told = Standing(name, grade, RELIABILITY[grade], CONCENTRATION[grade], "user")
        record.set_standings([told], set_at=now, instead_of="user")
    build_developments(record)


def learn_reliability(
    record: Record, *, now: dt.datetime, progress: Progress = silent
) -> dict[str, Standing]:
    """Learn the reliability of the record's outlets and weigh all developments again with it.

    What a user set stays. Returns the standings that were learned, by outlet.
    """
    claims = [claim for one in record.developments() for claim in claims_of(one.working)]
    fixed = {name: one for name, one in record.standings().items() if one.basis == "user"}
    learned = learn_standings(claims, fixed)
    record.set_standings(learned.values(), set_at=now, instead_of="learned")
    build_developments(record, progress=progress)
    return learned


def _pair(a: str | None, b: str | None) -> tuple[str, str]:
    assert a is not None and b is not None
    return (a, b) if a <= b else (b, a)
