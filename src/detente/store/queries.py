"""Filters to queries: what `events`, `developments` and the other tables show.

One function a table returns a SQLAlchemy `Select` of flat columns in a fixed order of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    FromClause,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.types import TypeEngine

from detente.store.rows import Pair, pair_key
from detente.store.schema import (
    articles,
    attributions,
    developments,
    events,
    problems,
    sentences,
)

Condition = ColumnElement[bool]

_HIDDEN = {"body", "signature", "furniture", "text", "pair"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show; a filter that is None lets everything through.

    On articles, attributions and problems the filters that speak of events (dyad, pair,
    event_type, min_credence, happened) keep the rows whose article has such an event.
    """

    dyad: Pair | None = None  # the first towards the second; symmetric acts count both ways
    pair: Pair | None = None  # both ways
    event_type: str | None = None
    since: dt.date | None = None  # on the date of the event if known, else of publication
    until: dt.date | None = None  # inclusive
    min_credence: float | None = None  # of the development, 0 to 1
    happened: bool | None = None
    outlet: str | None = None
    limit: int | None = None


NO_FILTERS = Filters()


def unnested(values: Iterable[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """Return the values as one column of rows, sent as a single parameter."""
    array: TypeEngine[Any] = ARRAY(kind)
    return func.unnest(cast(literal(list(values), array), array))


def one_of(column: ColumnElement[Any], values: Iterable[str]) -> Condition:
    """Return whether the column has one of the values, however many they are."""
    return column.in_(select(unnested(values, Text())))


def lookup(keys: Iterable[str], values: Iterable[Any], kind: TypeEngine[Any]) -> Subquery:
    """Return a table of `key` and `value` made of two lists of the same length."""
    return select(
        unnested(keys, Text()).label("key"), unnested(values, kind).label("value")
    ).subquery()


def events_query(filters: Filters, *, with_sentence: bool) -> Select[Any]:
    """Return the events that pass, by day, article and place in the text."""
    columns: list[ColumnElement[Any]] = [c for c in events.c if c.name not in _HIDDEN]
    columns.append(developments.c.credence_mean.label("credence"))
    joined: FromClause = events.outerjoin(
        developments, events.c.development_id == developments.c.development_id
    )
    if with_sentence:
        joined = joined.outerjoin(
            sentences, events.c.sentence_id == sentences.c.sentence_id
        ).outerjoin(articles, events.c.article_id == articles.c.article_id)
        columns.append(sentence_text().label("sentence"))
    return (
        select(*columns)
        .select_from(joined)
        .where(*_event_conditions(filters))
        .order_by(_event_day(), events.c.article_id, events.c.trigger_start, events.c.event_id)
        .limit(filters.limit)
    )


def attributions_query(filters: Filters) -> Select[Any]:
    """Return the attributions that pass, by publication, article and place in the text."""
    return (
        select(
            *(c for c in attributions.c if c.name not in _HIDDEN),
            articles.c.outlet,
            articles.c.published_at,
        )
        .select_from(attributions)
        .outerjoin(articles, attributions.c.article_id == articles.c.article_id)
        .where(
            *_article_conditions(filters, attributions.c.article_id),
            *_period(filters, first=_published_on(articles), last=_published_on(articles)),
        )
        .order_by(
            articles.c.published_at,
            attributions.c.article_id,
            attributions.c.start,
            attributions.c.attribution_id,
        )
        .limit(filters.limit)
    )


def developments_query(filters: Filters) -> Select[Any]:
    """Return the developments that pass, by day and id."""
    last_report = cast(developments.c.last_published_at, Date)
    first_report = cast(developments.c.first_published_at, Date)
    first = func.coalesce(developments.c.earliest, developments.c.latest, first_report)
    last = func.coalesce(developments.c.latest, developments.c.earliest, last_report)
    conditions = _act_conditions(
        filters, developments, developments.c.actor, developments.c.recipient
    )
    if filters.min_credence is not None:
        conditions.append(developments.c.credence_mean >= filters.min_credence)
    if filters.outlet is not None:
        conditions.append(
            developments.c.development_id.in_(
                select(events.c.development_id).where(events.c.outlet == filters.outlet)
            )
        )
    return (
        select(*(c for c in developments.c if c.name not in _HIDDEN))
        .where(*conditions, *_period(filters, first=first, last=last))
        .order_by(first, developments.c.development_id)
        .limit(filters.limit)
    )


def articles_query(filters: Filters) -> Select[Any]:
    """Return the articles that pass, by publication and id."""
    return (
        select(*(c for c in articles.c if c.name not in _HIDDEN))
        .where(
            *_article_conditions(filters, articles.c.article_id),
            *_period(filters, first=_published_on(articles), last=_published_on(articles)),
        )
        .order_by(articles.c.published_at, articles.c.article_id)
        .limit(filters.limit)
    )


def problems_query(filters: Filters) -> Select[Any]:
    """Return the problems that pass, by moment of reading, article and stage.

    `since` and `until` go by the day of reading: what could not be read has no other.
    """
    read_on = cast(problems.c.read_at, Date)
    return (
        select(*(c for c in problems.c))
        .where(
            *_article_conditions(filters, problems.c.article_id),
            *_period(filters, first=read_on, last=read_on),
        )
        .order_by(
            problems.c.read_at, problems.c.article_id, problems.c.stage, problems.c.problem_id
        )
        .limit(filters.limit)
    )


def sentence_text() -> ColumnElement[str]:
    """Return the words of a sentence, cut from the text of its article."""
    return func.substr(
        articles.c.text,
        sentences.c.start + 1,
        sentences.c.end - sentences.c.start,
        type_=Text(),
    )


def _published_on(table: Table) -> ColumnElement[dt.date]:
    return cast(table.c.published_at, Date)


def _event_day() -> ColumnElement[dt.date]:
    return func.coalesce(events.c.earliest, events.c.latest, _published_on(events))


def _period(
    filters: Filters, *, first: ColumnElement[dt.date], last: ColumnElement[dt.date]
) -> list[Condition]:
    """Return the conditions that first..last shares a day with since..until."""
    conditions: list[Condition] = []
    if filters.since is not None:
        conditions.append(last >= filters.since)
    if filters.until is not None:
        conditions.append(first <= filters.until)
    return conditions


def _act_conditions(
    filters: Filters, table: Table, actor: ColumnElement[str], recipient: ColumnElement[str]
) -> list[Condition]:
    """Return the conditions that events and developments share."""
    conditions: list[Condition] = []
    if filters.dyad is not None:
        a, b = filters.dyad
        conditions.append(
            or_(
                and_(actor == a, recipient == b),
                and_(table.c.symmetric, actor == b, recipient == a),
            )
        )
    if filters.pair is not None:
        conditions.append(table.c.pair == pair_key(*filters.pair))
    if filters.event_type is not None:
        conditions.append(table.c.event_type == filters.event_type)
    if filters.happened is not None:
        conditions.append(table.c.happened.is_(filters.happened))
    return conditions


def _event_conditions(filters: Filters) -> list[Condition]:
    last = func.coalesce(events.c.latest, events.c.earliest, _published_on(events))
    conditions = _acts_of_events(filters) + _period(filters, first=_event_day(), last=last)
    if filters.outlet is not None:
        conditions.append(events.c.outlet == filters.outlet)
    return conditions


def _acts_of_events(filters: Filters) -> list[Condition]:
    conditions = _act_conditions(filters, events, events.c.actor_code, events.c.recipient_code)
    if filters.min_credence is not None:
        conditions.append(
            events.c.development_id.in_(
                select(developments.c.development_id).where(
                    developments.c.credence_mean >= filters.min_credence
                )
            )
        )
    return conditions


def _article_conditions(filters: Filters, article_id: ColumnElement[str]) -> list[Condition]:
    """Return the conditions on the article of a row: its events and its outlet."""
    conditions: list[Condition] = []
    if acts := _acts_of_events(filters):
        conditions.append(article_id.in_(select(events.c.article_id).where(*acts)))
    if filters.outlet is not None:
        conditions.append(
            article_id.in_(select(articles.c.article_id).where(articles.c.outlet == filters.outlet))
        )
    return conditions
