"""Which article is new, which is a later version of one in the record, which is already there.

An article is known by the id under which it comes and by its address. The first text has that id;
a later text is a version with an id of its own, and its sentences and events get ids of their own
with it, so that the ones of the first text stay citable.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection, or_, select

from detente.records import Annotation, Article, Event, Problem, stable_id
from detente.store.queries import one_of
from detente.store.rows import Row
from detente.store.schema import articles

State = Literal["new", "version", "again", "known"]

# what later stages filled, and what reading an article again must not lose
_KEPT = ("reprint_of", "story_id", "signature")


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation with the ids that it has in the record, and whether it was there before."""

    annotation: Annotation
    state: State
    base_id: str
    given_id: str
    handed_in: str  # the article id that the annotation had
    version: int
    kept: Row


@dataclass(slots=True)
class Shelf:
    """The versions that the record holds of the articles at hand."""

    bases: dict[str, str] = field(default_factory=dict)  # id or address -> base_id
    versions: dict[str, dict[str, Row]] = field(default_factory=dict)  # base_id -> hash -> row
    placed: set[str] = field(default_factory=set)  # article ids placed since loading

    def add(self, row: Row) -> None:
        """Put one version on the shelf."""
        for key in (row["base_id"], row["given_id"], row["url"]):
            if key:
                self.bases.setdefault(key, row["base_id"])
        self.versions.setdefault(row["base_id"], {})[row["text_hash"]] = row

    def place(self, annotation: Annotation) -> Placed:
        """Say where the annotation belongs and put it there."""
        article = annotation.article
        base_id = self._base_of(article)
        versions = self.versions.get(base_id, {})
        row = versions.get(article.text_hash)
        state: State = "again" if row else "version" if versions else "new"
        if row is None:
            version = max((found["version"] for found in versions.values()), default=0) + 1
            row = _shelf_row(article, base_id=base_id, version=version)
            self.add(row)
        elif row["article_id"] in self.placed:
            state = "known"
        self.placed.add(row["article_id"])
        return Placed(
            annotation=rekey(annotation, row["article_id"]),
            state=state,
            base_id=base_id,
            given_id=row["given_id"],
            handed_in=article.article_id,
            version=row["version"],
            kept={name: row[name] for name in _KEPT},
        )

    def _base_of(self, article: Article) -> str:
        if article.article_id in self.bases:
            return self.bases[article.article_id]
        return self.bases.get(article.url or "", article.article_id)


def load_shelf(connection: Connection, incoming: Iterable[Article]) -> Shelf:
    """Return the shelf with all versions of the incoming articles."""
    incoming = list(incoming)
    ids = [article.article_id for article in incoming]
    urls = [article.url for article in incoming if article.url]
    same = select(articles.c.base_id).where(
        or_(
            one_of(articles.c.base_id, ids),
            one_of(articles.c.given_id, ids),
            one_of(articles.c.url, urls),
        )
    )
    columns = ("article_id", "base_id", "given_id", "url", "text_hash", "version", *_KEPT)
    query = (
        select(*(articles.c[name] for name in columns))
        .where(articles.c.base_id.in_(same))
        .order_by(articles.c.base_id, articles.c.version)
    )
    shelf = Shelf()
    for row in connection.execute(query).mappings():
        shelf.add(dict(row))
    return shelf


def _shelf_row(article: Article, *, base_id: str, version: int) -> Row:
    return {
        "article_id": base_id if version == 1 else f"{base_id}@{article.text_hash[2:8]}",
        "base_id": base_id,
        "given_id": article.article_id,
        "url": article.url,
        "text_hash": article.text_hash,
        "version": version,
        **dict.fromkeys(_KEPT),
    }


def rekey(annotation: Annotation, article_id: str) -> Annotation:
    """Return the annotation under `article_id`; unchanged when it has that id already."""
    if article_id == annotation.article.article_id:
        return annotation
    return own_ids(
        dataclasses.replace(
            annotation,
            article=dataclasses.replace(annotation.article, article_id=article_id),
            problems=tuple(
                dataclasses.replace(problem, article_id=article_id)
                for problem in annotation.problems
            ),
        )
    )


def own_ids(annotation: Annotation) -> Annotation:
    """Return the annotation with sentence and event ids that no other article can have."""
    article_id = annotation.article.article_id
    sentence_ids = {
        sentence.sentence_id: stable_id("s", article_id, sentence.sentence_id)
        for sentence in annotation.sentences
    }
    event_ids = {
        event.event_id: stable_id("e", article_id, event.event_id) for event in annotation.events
    }
    return dataclasses.replace(
        annotation,
        sentences=tuple(
            dataclasses.replace(sentence, sentence_id=sentence_ids[sentence.sentence_id])
            for sentence in annotation.sentences
        ),
        events=tuple(_event_under(event, sentence_ids, event_ids) for event in annotation.events),
    )


def _event_under(event: Event, sentence_ids: dict[str, str], event_ids: dict[str, str]) -> Event:
    return dataclasses.replace(
        event,
        event_id=event_ids[event.event_id],
        sentence_id=sentence_ids.get(event.sentence_id, event.sentence_id),
        disputes=tuple(event_ids.get(other, other) for other in event.disputes),
        disputed_by=tuple(event_ids.get(other, other) for other in event.disputed_by),
    )


def distinct(annotation: Annotation) -> Annotation:
    """Return the annotation without items whose id another has; each makes a problem."""
    sentences = {sentence.sentence_id: sentence for sentence in reversed(annotation.sentences)}
    events = {event.event_id: event for event in reversed(annotation.events)}
    lost = (len(annotation.sentences) - len(sentences), len(annotation.events) - len(events))
    if not any(lost):
        return annotation
    problem = Problem(
        article_id=annotation.article.article_id,
        stage="store",
        reason=f"{lost[0]} sentences and {lost[1]} events have the id of another: left out",
    )
    return dataclasses.replace(
        annotation,
        sentences=tuple(reversed(sentences.values())),
        events=tuple(reversed(events.values())),
        problems=(*annotation.problems, problem),
    )
