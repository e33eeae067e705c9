"""Whether a record is sound: every row has what it points to, every offset lies in its text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, or_, select

from detente.store.schema import (
    articles,
    attributions,
    developments,
    events,
    redirects,
    sentences,
    stale,
)

_SHOWN = 5


def find_faults(connection: Connection) -> list[str]:
    """Return one line for each kind of fault: how many rows have it, and the first ids.

    Pairs whose developments wait to be built anew are left out where developments are compared.
    """
    found = ((what, connection.execute(query).scalars().all()) for what, query in _queries())
    return [_line(what, ids) for what, ids in found if ids]


def _line(what: str, ids: Any) -> str:
    shown = ", ".join(sorted(ids)[:_SHOWN])
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return f"{what}: {shown}{more}"


def _queries() -> list[tuple[str, Select[Any]]]:
    text_length = func.length(articles.c.text)
    built = ~exists().where(stale.c.pair == events.c.pair)
    built_pair = ~exists().where(stale.c.pair == developments.c.pair)
    return [
        ("sentences without an article", _orphans(sentences.c.sentence_id, _article(sentences))),
        ("events without an article", _orphans(events.c.event_id, _article(events))),
        (
            "events without a sentence",
            _orphans(
                events.c.event_id,
                and_(
                    sentences.c.sentence_id == events.c.sentence_id,
                    sentences.c.article_id == events.c.article_id,
                ),
            ),
        ),
        (
            "attributions without an article",
            _orphans(attributions.c.attribution_id, _article(attributions)),
        ),
        (
            "sentences outside the text of their article",
            _outside(sentences.c.sentence_id, sentences.c.start, sentences.c.end, text_length),
        ),
        (
            "events whose trigger lies outside the text of their article",
            _outside(events.c.event_id, events.c.trigger_start, events.c.trigger_end, text_length),
        ),
        (
            "events of a development that is not there",
            _orphans(
                events.c.event_id, developments.c.development_id == events.c.development_id
            ).where(events.c.development_id.is_not(None), built),
        ),
        (
            "developments without an event",
            _orphans(
                developments.c.development_id,
                events.c.development_id == developments.c.development_id,
            ).where(built_pair),
        ),
        (
            "articles that reprint one that is not there",
            _missing_original(),
        ),
        (
            "ids that lead to nothing",
            select(redirects.c.old_id).where(
                redirects.c.new_id.is_not(None),
                ~_is_id(redirects.c.new_id),
            ),
        ),
    ]


def _article(table: Table) -> ColumnElement[bool]:
    return articles.c.article_id == table.c.article_id


def _orphans(column: Any, match: ColumnElement[bool]) -> Select[Any]:
    return select(column).where(~exists().where(match))


def _outside(column: Any, start: Any, end: Any, length: Any) -> Select[Any]:
    return (
        select(column)
        .join(articles, articles.c.article_id == column.table.c.article_id)
        .where(or_(start < 0, end < start, end > length))
    )


def _missing_original() -> Select[Any]:
    original = articles.alias()
    return select(articles.c.article_id).where(
        articles.c.reprint_of.is_not(None),
        ~exists().where(original.c.article_id == articles.c.reprint_of),
    )


def _is_id(column: ColumnElement[Any]) -> ColumnElement[bool]:
    onward = redirects.alias()
    return or_(
        exists().where(developments.c.development_id == column),
        exists().where(events.c.event_id == column),
        exists().where(onward.c.old_id == column),
    )
