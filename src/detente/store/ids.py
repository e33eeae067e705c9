"""From what somebody types as an id to the row that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Column, Connection, literal, or_, select, union_all

from detente.errors import StoreError
from detente.store.schema import articles, developments, events, redirects, sentences

Kind = Literal["event", "article", "development", "sentence"]

_ID_COLUMNS: Mapping[Kind, Column[Any]] = {
    "event": events.c.event_id,
    "article": articles.c.article_id,
    "development": developments.c.development_id,
    "sentence": sentences.c.sentence_id,
}
_SHORTEST_PREFIX = 3
_SUGGESTIONS = 5


def resolve_id(connection: Connection, wanted: str) -> tuple[Kind, str]:
    """Return the kind and the id in use; StoreError when none or more than one fits."""
    current = _follow(connection, wanted)
    found = _ids_where(connection, lambda column: column == current)
    found = found or _given_ids(connection, current)
    if not found and len(current) >= _SHORTEST_PREFIX:
        found = _ids_where(connection, lambda c: c.startswith(current, autoescape=True))
    if len(found) == 1:
        return found[0]
    near = found or _near_ids(connection, current)
    listed = ", ".join(one for _, one in near[:_SUGGESTIONS])
    if found:
        raise StoreError(f"{wanted} stands for more than one id: {listed}")
    hint = f"did you mean {listed}?" if near else "`detente events` lists the ids in use"
    raise StoreError(f"no event, article, development or sentence has the id {wanted}: {hint}")


def _follow(connection: Connection, wanted: str) -> str:
    """Return the id that stands for `wanted` now; StoreError when nothing does."""
    seen = [wanted]
    while True:
        query = select(redirects.c.new_id, redirects.c.reason)
        row = connection.execute(query.where(redirects.c.old_id == seen[-1])).first()
        if row is None or row[0] in seen:
            return seen[-1]
        if row[0] is None:
            raise StoreError(f"{wanted} is no longer in the record: {row[1]}")
        seen.append(row[0])


def _ids_where(connection: Connection, condition: Any) -> list[tuple[Kind, str]]:
    parts = [
        select(literal(kind).label("kind"), column.label("id"))
        .where(condition(column))
        .order_by(column)
        .limit(_SUGGESTIONS + 1)
        .subquery()
        for kind, column in _ID_COLUMNS.items()
    ]
    rows = connection.execute(union_all(*(select(part) for part in parts)))
    return [(row[0], row[1]) for row in rows]


def _given_ids(connection: Connection, wanted: str) -> list[tuple[Kind, str]]:
    """Return the newest article that was handed in under the id."""
    query = (
        select(articles.c.article_id)
        .where(or_(articles.c.given_id == wanted, articles.c.base_id == wanted))
        .order_by(articles.c.version.desc())
        .limit(1)
    )
    return [("article", one) for one in connection.scalars(query)]


def _near_ids(connection: Connection, wanted: str) -> list[tuple[Kind, str]]:
    """Return ids that share as much of their beginning with `wanted` as any do."""
    for length in range(len(wanted) - 1, _SHORTEST_PREFIX - 1, -1):
        start = wanted[:length]
        if found := _ids_where(connection, lambda c, s=start: c.startswith(s, autoescape=True)):
            return found
    return []
