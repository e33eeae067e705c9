"""RSS and Atom: the text of a feed goes in, one Draft an entry comes out. No network."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from ..errors import ReadError
from ..records import Genre
from .articles import Draft, genre_of_section
from .pages import text_of_html

_ENCODING = re.compile(r"(<\?xml[^>]{0,100}?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.I)
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.I)
# before an entry's own words a feed only needs a doctype without definitions
_DEFINITIONS = re.compile(r"<!DOCTYPE[^>\[]{0,500}\[.*?\]\s*>|<!ENTITY[^>]*>", re.I | re.S)


def is_feed(text: str) -> bool:
    """Tell whether `text` begins as an RSS or Atom feed."""
    return text.lstrip().startswith("<") and _ROOT.search(text, 0, 4096) is not None


def drafts_from_feed(feed: str) -> Iterator[Draft]:
    """Yield the entries of a feed, in its order; an entry without a body has its title as text.

    Raises ReadError if there are no entries.
    """
    data = _DEFINITIONS.sub("", _ENCODING.sub(r"\1", feed, count=1)).encode(errors="replace")
    try:
        # a stream, for text would be taken for an address or a path
        parsed = feedparser.parse(
            io.BytesIO(data), response_headers={"content-type": "application/xml; charset=utf-8"}
        )
    except Exception as error:  # on broken feeds the parser trips over its own state
        raise ReadError(f"is a feed that cannot be taken apart ({error!r})") from error
    if not parsed.entries:
        broken = f" ({parsed.bozo_exception})" if parsed.get("bozo") else ""
        raise ReadError(f"is a feed without entries{broken}")
    outlet = parsed.feed.get("title")
    for entry in parsed.entries:
        yield _draft(entry, outlet)


def _draft(entry: Any, outlet: str | None) -> Draft:
    headline = text_of_html(entry.get("title") or "") or None
    body = _body(entry)
    source = entry.get("source") or {}
    return Draft(
        text=body or headline or "",
        article_id=None,
        headline=headline if body else None,
        outlet=source.get("title") or outlet,
        url=entry.get("link"),
        byline=entry.get("author"),
        published_at=_moment(entry),
        genre=_genre(entry),
    )


def _body(entry: Any) -> str:
    contents = [item.get("value") or "" for item in entry.get("content") or []]
    texts = [text_of_html(value) for value in [*contents, entry.get("summary") or ""]]
    return next((text for text in texts if text), "")


def _moment(entry: Any) -> dt.datetime | None:
    # the plain lookup, for feedparser's own warns when it stands in one date for another
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    if not parsed:
        return None
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _genre(entry: Any) -> Genre | None:
    terms = [tag.get("term") or "" for tag in entry.get("tags") or []]
    return next((genre for term in terms if (genre := genre_of_section(term))), None)
