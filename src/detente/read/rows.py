"""Rows of JSON, CSV and Parquet: a mapping goes in, a Draft comes out.

Rows name their fields in many ways; the table of page facts maps them. A row without a text
field but with a headline is an article whose text is its headline (feeds of headlines).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, get_args

from ..errors import ReadError
from ..records import Genre, Span
from .articles import Draft, genre_of_section
from .moments import as_utc, parse_moment
from .tables import page_facts


def draft_from_row(
    row: Mapping[str, Any], *, published_at: dt.datetime | None = None, outlet: str | None = None
) -> Draft:
    """Return the draft that `row` holds; `published_at` and `outlet` fill what it lacks.

    Raises ReadError for a row without text, and for a date, focus, pair or trigger that is none.
    """
    fields = _fields(tuple(row))
    text = row[fields["text"]] if "text" in fields else None
    headline = _text(row[fields["headline"]]) if "headline" in fields else None
    if text is None:
        text, headline = row[fields["headline"]] if "headline" in fields else None, None
    if text is None:
        names = ", ".join(sorted(map(str, row))[:8]) or "none"
        raise ReadError(f'has no text; expected a field "text", found: {names}')
    if not isinstance(text, str):
        raise ReadError(f"text is {type(text).__name__}; expected a string")

    def value(name: str) -> Any:
        return row[fields[name]] if name in fields else None

    return Draft(
        text=text,
        article_id=_text(value("article_id")),
        headline=headline,
        outlet=_text(value("outlet")) or outlet,
        url=_text(value("url")),
        byline=_text(value("byline")),
        dateline=_text(value("dateline")),
        published_at=_moment(value("published_at")) or published_at,
        language=_text(value("language")),
        genre=_genre(value("genre"), value("section")),
        focus=_span(focus, len(text), "focus") if (focus := _parsed(value("focus"))) else None,
        pairs=_pairs(_parsed(value("pairs")), len(text)),
        triggers=tuple(
            _span(item, len(text), "triggers")
            for item in _list(_parsed(value("triggers")), "triggers")
        ),
    )


def row_id(row: Mapping[str, Any]) -> str | None:
    """Return the article id that `row` gives, None if it gives none."""
    fields = _fields(tuple(row))
    given = _text(row[fields["article_id"]]) if "article_id" in fields else None
    return given if given and given.strip() and given.isprintable() else None


@cache
def _field_names() -> dict[str, tuple[str, int]]:
    return {
        alias: (field, rank)
        for field, aliases in page_facts("fields").items()
        for rank, alias in enumerate(aliases)
    }


@lru_cache(maxsize=256)
def _fields(keys: tuple[str, ...]) -> dict[str, str]:
    """Return field -> the key of the row that holds it."""
    best: dict[str, tuple[int, str]] = {}
    for key in keys:
        name = str(key).strip().lower().replace(" ", "_").replace("-", "_")
        if name not in _field_names():
            continue
        field, rank = _field_names()[name]
        if field not in best or rank < best[field][0]:
            best[field] = (rank, key)
    return {field: key for field, (_, key) in best.items()}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        # news interfaces give outlets and authors as {"id": ..., "name": ...}
        return _text(value.get("name") or value.get("title") or value.get("id"))
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_text, value))) or None
    if isinstance(value, float) and value != value:
        return None
    return str(value)


def _moment(value: Any) -> dt.datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return as_utc(value)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(0), dt.UTC)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # seconds or milliseconds since 1970; eight digits are a day
        for low, high, unit in ((1e8, 1e10, 1), (1e11, 1e13, 1000)):
            if low <= value < high:
                return dt.datetime.fromtimestamp(value / unit, dt.UTC)
        value = str(value)
    if not isinstance(value, str):
        raise ReadError(f"published_at is {type(value).__name__}; expected a date as text")
    return parse_moment(value) if value.strip() else None


def _genre(genre: Any, section: Any) -> Genre | None:
    if genre in get_args(Genre):
        known: Genre = genre
        return known
    sections = section if isinstance(section, list) else [section]
    named = (genre_of_section(item) for item in sections if isinstance(item, str))
    return next((found for found in named if found), None)


def _parsed(value: Any) -> Any:
    """Return `value`; text of it (as in CSV) is read as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.strip() else None
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{value[:40]!r} is no JSON; expected offsets such as [0, 12]") from error


def _list(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ReadError(f"{name} is {type(value).__name__}; expected a list")
    return value


def _span(value: Any, length: int, name: str) -> Span:
    match value:
        case [int(start), int(end)] if 0 <= start <= end <= length:
            return Span(start, end)
    found = json.dumps(value, default=str)[:60]
    raise ReadError(f"{name} has {found}; expected [start, end] within the {length} characters")


def _pairs(value: Any, length: int) -> tuple[tuple[Span, Span], ...]:
    pairs: list[tuple[Span, Span]] = []
    for item in _list(value, "pairs"):
        if not isinstance(item, Mapping) or not {"actor", "recipient"} <= item.keys():
            raise ReadError(
                'pairs holds something else than {"actor": [s, e], "recipient": [s, e]}'
            )
        actor = _span(item["actor"], length, "pairs")
        pairs.append((actor, _span(item["recipient"], length, "pairs")))
    return tuple(pairs)
