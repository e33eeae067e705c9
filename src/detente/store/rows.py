"""Records to rows of the tables, and back.

`from_json` undoes `records.to_json` for any record by its type hints, so a field added to a record
is kept without a change here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar, cast

from detente.records import (
    Annotation,
    Article,
    Attribution,
    DateInterval,
    Development,
    Event,
    Genre,
    Place,
    Problem,
    Span,
    stable_id,
    to_json,
)

T = TypeVar("T")
Row = dict[str, Any]
Pair = tuple[str, str]

_CONTENT_GAP = " … "


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One event with what its article adds: all that building developments needs."""

    event: Event
    article_id: str
    base_id: str  # shared by all versions of the article
    outlet: str | None
    url: str | None
    published_at: dt.datetime | None
    genre: Genre
    reprint_of: str | None
    story_id: str | None
    sentence: str
    development_id: str | None  # where the last building put it


def pair_key(a: str | None, b: str | None) -> str | None:
    """Return the key of the unordered pair, None when a code is unknown.

    >>> pair_key("RUS", "PAK")
    'PAK|RUS'
    """
    if a is None or b is None:
        return None
    return "|".join(sorted((a, b)))


def split_pair(key: str) -> Pair:
    """Return the two codes of a pair's key.

    >>> split_pair("PAK|RUS")
    ('PAK', 'RUS')
    """
    a, b = key.split("|")
    return a, b


def from_json(record_type: type[T], value: Any) -> T:
    """Return the record that `records.to_json` turned into `value`.

    Fields that `value` lacks get their default; keys that are no field are left out. A moment at
    midnight, which `to_json` prints as a day, is midnight UTC.
    """
    hint: Any = record_type
    return cast(T, _reader(hint)(value))


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return the function that reads JSON data as `hint`."""
    if dataclasses.is_dataclass(hint):
        return _record_reader(cast(type, hint))
    if hint is dt.datetime:
        return _moment
    if hint is dt.date:
        return dt.date.fromisoformat
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return _same
    if origin in (typing.Union, types.UnionType):
        inner = _reader(next(arg for arg in args if arg is not types.NoneType))
        return _same if inner is _same else lambda value: None if value is None else inner(value)
    if origin is tuple and args[-1] is Ellipsis:
        item = _reader(args[0])
        return tuple if item is _same else lambda value: tuple(map(item, value))
    return _same


def _record_reader(record_type: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(record_type)
    readers = {f.name: _reader(hints[f.name]) for f in dataclasses.fields(record_type)}

    def read(value: Any) -> Any:
        # a Span inside a date is printed as [start, end]
        if isinstance(value, list):
            return record_type(*value)
        return record_type(
            **{name: reader(value[name]) for name, reader in readers.items() if name in value}
        )

    return read


def _same(value: Any) -> Any:
    return value


def _moment(value: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def article_row(
    annotation: Annotation, *, base_id: str, given_id: str, version: int, kept: Row
) -> Row:
    """Return the row of `articles` without `reader` and `read_at`.

    `kept` holds the columns that later stages filled: reprint_of, story_id, signature.
    """
    article = annotation.article
    return {
        "article_id": article.article_id,
        "base_id": base_id,
        "given_id": given_id,
        "version": version,
        "text_hash": article.text_hash,
        "url": article.url,
        "headline": article.headline,
        "outlet": article.outlet,
        "byline": article.byline,
        "dateline": article.dateline,
        "published_at": article.published_at,
        "language": article.language,
        "genre": annotation.genre,
        "path": article.path,
        "text": article.text,
        "furniture": to_json(article.furniture),
        "n_words": len(article.text.split()),
        **kept,
    }


def article_from_row(row: Row) -> Article:
    """Return the article of a row of `articles`; its genre is the one that was decided."""
    names = (f.name for f in dataclasses.fields(Article))
    fields = {name: row[name] for name in names if name in row}
    fields["furniture"] = tuple(from_json(Span, span) for span in row["furniture"])
    return Article(**fields)


def sentence_rows(annotation: Annotation) -> list[Row]:
    """Return the rows of `sentences`, in the order of the text."""
    return [
        {
            "sentence_id": sentence.sentence_id,
            "article_id": annotation.article.article_id,
            "start": sentence.start,
            "end": sentence.end,
            "position": position,
        }
        for position, sentence in enumerate(annotation.sentences)
    ]


def event_row(event: Event, article: Article) -> Row:
    """Return the row of `events` without `reader`; no development is known yet."""
    nearest = event.source_chain[0] if event.source_chain else None
    return {
        "event_id": event.event_id,
        "article_id": article.article_id,
        "sentence_id": event.sentence_id,
        "pair": pair_key(event.actor.code, event.recipient.code),
        "actor_code": event.actor.code,
        "actor_name": event.actor.name,
        "actor_text": event.actor.text,
        "recipient_code": event.recipient.code,
        "recipient_name": event.recipient.name,
        "recipient_text": event.recipient.text,
        "event_type": event.event_type,
        "mode": event.mode,
        "contexts": ";".join(event.contexts),
        "quad": event.quad,
        "cameo_code": event.cameo_code,
        "score": event.score,
        "goldstein": event.goldstein,
        "symmetric": event.symmetric,
        "polarity": event.polarity,
        "certainty": event.certainty,
        "time": event.time,
        "happened": event.happened,
        "background": event.background,
        **_when_and_where(event.event_date, event.place),
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "source_kind": nearest.kind if nearest else None,
        "source_text": nearest.text if nearest else None,
        "source_code": nearest.code if nearest else None,
        "disputed": bool(event.disputed_by),
        "confidence": event.confidence,
        "development_id": None,
        "published_at": article.published_at,
        "outlet": article.outlet,
        "body": to_json(event),
    }


def _when_and_where(interval: DateInterval | None, place: Place | None) -> Row:
    return {
        "earliest": interval.earliest if interval else None,
        "latest": interval.latest if interval else None,
        "grain": interval.grain if interval else None,
        "place_code": place.code if place else None,
        "place_text": place.text if place else None,
    }


def attribution_rows(annotation: Annotation) -> list[Row]:
    """Return the rows of `attributions`, one for each distinct attribution."""
    rows = (_attribution_row(item, annotation.article) for item in annotation.attributions)
    return list({row["attribution_id"]: row for row in rows}.values())


def _attribution_row(attribution: Attribution, article: Article) -> Row:
    body = to_json(attribution)
    return {
        "attribution_id": stable_id("q", article.article_id, body),
        "article_id": article.article_id,
        "source_text": _words(article.text, attribution.source),
        "cue_text": _words(article.text, attribution.cue),
        "content_text": _CONTENT_GAP.join(
            article.text[part.start : part.end] for part in attribution.content
        ),
        "start": min((part.start for part in attribution.content), default=None),
        "kind": attribution.kind,
        "stance": attribution.stance,
        "code": attribution.code,
        "body": body,
    }


def _words(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def problem_rows(problems: Sequence[Problem], *, read_at: dt.datetime) -> list[Row]:
    """Return the rows of `problems`, one for each distinct problem."""
    rows = (
        {
            "problem_id": stable_id("p", problem.article_id, problem.stage, problem.reason),
            "article_id": problem.article_id,
            "stage": problem.stage,
            "reason": problem.reason,
            "read_at": read_at,
        }
        for problem in problems
    )
    return list({row["problem_id"]: row for row in rows}.values())


def development_row(development: Development) -> Row:
    """Return the row of `developments`."""
    published = [report.published_at for report in development.reports if report.published_at]
    return {
        "development_id": development.development_id,
        "pair": pair_key(development.actor, development.recipient),
        "actor": development.actor,
        "recipient": development.recipient,
        "symmetric": development.symmetric,
        "event_type": development.event_type,
        "quad": development.quad,
        "mode": development.mode,
        "contexts": ";".join(development.contexts),
        "score": development.score,
        "goldstein": development.goldstein,
        **_when_and_where(development.event_date, development.place),
        "happened": development.happened,
        "background": development.background,
        "credence_mean": development.credence.mean,
        "credence_low": development.credence.low,
        "credence_high": development.credence.high,
        "credibility": development.credibility,
        "origins": development.origins,
        "n_reports": len(development.reports),
        "n_reprints": len(development.reprints),
        "disputed": bool(development.disputed_by),
        "story_id": development.story_id,
        "first_published_at": min(published, default=None),
        "last_published_at": max(published, default=None),
        "body": to_json(development),
    }
