"""From sources into a record, and the record kept in step: reprints, stories, developments.

Work is committed batch by batch. Whatever an interruption leaves undone (an article without a
story, a pair whose developments are stale) is found and done by the next run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from detente.batches import batched
from detente.developments.build import build_block
from detente.developments.reprints import find_reprints
from detente.developments.stories import group_stories
from detente.developments.texts import ArticleText
from detente.pipeline import annotate_articles, without_triggers
from detente.records import Article, Problem
from detente.store import DevelopmentBlock, Record, Redirect

BATCH = 32  # articles in one transaction
BLOCKS_AT_ONCE = 200  # pairs whose developments are written in one transaction
REPORTS_AT_ONCE = 2_000  # reports whose developments are held in memory
TEXTS_AT_ONCE = 200

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
    counts.reprints = record.articles_frame()["reprint_of"].count()
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
    added = record.add(annotations, reader=reader, read_at=now, replace=again)
    counts.articles += added.articles
    counts.versions += added.versions
    counts.skipped += added.skipped
    counts.events += added.events
    counts.problems += added.problems
    counts.words += sum(len(a.text.split()) for a in articles)


def refresh(record: Record, *, progress: Progress = silent) -> None:
    """Bring reprints, stories and developments up to date with the articles of the record."""
    articles = record.articles_frame()
    if articles["story_id"].null_count():
        _refresh_stories(record, progress)
    build_developments(record, progress=progress)


def _texts(record: Record) -> Iterator[ArticleText]:
    """Yield all articles with their texts in order of publication, a few at a time in memory."""
    frame = record.articles_frame().sort(["published_at", "article_id"], nulls_last=True)
    for rows in batched(frame.iter_rows(named=True), TEXTS_AT_ONCE):
        texts = record.texts([row["article_id"] for row in rows])
        for row in rows:
            text = texts[row["article_id"]]
            yield ArticleText(row["article_id"], row["published_at"], row["headline"], text)


def _refresh_stories(record: Record, progress: Progress) -> None:
    progress("reprints", 0, None)
    record.set_reprints(find_reprints(_texts(record)))
    progress("stories", 0, None)
    record.set_stories(dict(group_stories(_texts(record))))


def build_developments(record: Record, *, progress: Progress = silent) -> None:
    """Build the developments of every pair whose reports changed."""
    stale = record.stale_pairs()
    choices = record.choices()
    done = 0
    for pairs in batched(sorted(stale), BLOCKS_AT_ONCE):
        without = set(pairs)
        blocks: list[DevelopmentBlock] = []
        held = 0
        for reports in record.reports(pairs):
            pair = _pair(reports[0].event.actor.code, reports[0].event.recipient.code)
            without.discard(pair)
            developments, assignments, redirects = build_block(pair, reports, choices=choices)
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


def _pair(a: str | None, b: str | None) -> tuple[str, str]:
    assert a is not None and b is not None
    return (a, b) if a <= b else (b, a)
