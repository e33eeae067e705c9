"""What reprints and stories look at of an article: its text, its headline and when it came out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as reprints and stories see it."""

    article_id: str
    published_at: dt.datetime | None
    headline: str | None
    text: str


PublicationKey = tuple[bool, dt.datetime, str]


def publication_key(published_at: dt.datetime | None, article_id: str) -> PublicationKey:
    """Return the key by which articles are put in order: undated ones last, ties by id."""
    moment = published_at or dt.datetime.max
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return published_at is None, moment, article_id


def in_order(articles: Iterable[ArticleText]) -> list[ArticleText]:
    """Return the articles in order of publication, whatever the order of arrival."""
    return sorted(articles, key=lambda a: publication_key(a.published_at, a.article_id))
