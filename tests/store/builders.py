"""Small annotations and developments to put into a record."""

from __future__ import annotations

import dataclasses
import datetime as dt

from detente.records import (
    Actor,
    Annotation,
    Article,
    Attribution,
    Credence,
    DateInterval,
    Development,
    Event,
    Problem,
    Report,
    Sentence,
    Source,
    Span,
    Trigger,
    stable_id,
)

NOON = dt.datetime(2022, 5, 1, 12, tzinfo=dt.UTC)
TEXT = "Ruritania thanked Graustark on Monday. Strelsau said that talks went on."


def article(article_id: str = "a-1", text: str = TEXT, **fields: object) -> Article:
    given = {"published_at": dt.datetime(2022, 4, 30, tzinfo=dt.UTC), "outlet": "The Lamp"}
    return Article(article_id, text, **{**given, **fields})  # type: ignore[arg-type]


def event(article_id: str, number: int = 0, dyad: tuple[str, str] = ("PAK", "RUS")) -> Event:
    return Event(
        event_id=stable_id("e", article_id, number),
        sentence_id=stable_id("s", article_id, 0),
        actor=Actor("Ruritania", dyad[0], start=0, end=9),
        recipient=Actor("Graustark", dyad[1], start=18, end=27),
        symmetric=False,
        event_type="SUPPORT",
        quad="verbal_cooperation",
        trigger=Trigger(10, 17, "thanked"),
        contexts=("diplomatic", "military"),
        event_date=DateInterval(
            dt.date(2022, 4, 25), dt.date(2022, 4, 25), "day", "Monday", Span(31, 37)
        ),
        source_chain=(Source("role", "an envoy", code="PAK"),),
        why={"actor": "subject"},
    )


def annotation(
    article_id: str = "a-1",
    text: str = TEXT,
    events: tuple[Event, ...] | None = None,
    **fields: object,
) -> Annotation:
    middle = text.find(". ") + 1 or len(text)
    return Annotation(
        article(article_id, text, **fields),
        "report",
        sentences=(
            Sentence(stable_id("s", article_id, 0), 0, middle),
            Sentence(stable_id("s", article_id, 1), middle, len(text)),
        ),
        events=(event(article_id),) if events is None else events,
        attributions=(Attribution(Span(39, 47), Span(48, 52), (Span(58, 71),), "named"),),
        problems=(Problem(article_id, "dates", "no weekday"),),
    )


def development(
    development_id: str = "d-1", dyad: tuple[str, str] = ("PAK", "RUS"), **fields: object
) -> Development:
    moment = dt.datetime(2022, 4, 30, 8, 30, tzinfo=dt.UTC)
    plain = Development(
        development_id=development_id,
        actor=dyad[0],
        recipient=dyad[1],
        symmetric=False,
        event_type="SUPPORT",
        quad="verbal_cooperation",
        mode=None,
        contexts=(),
        score=3.0,
        goldstein=None,
        event_date=None,
        place=None,
        happened=True,
        background=False,
        credence=Credence(0.8, 0.6, 0.9),
        credibility=2,
        origins=1,
        reports=(Report(stable_id("e", "a-1", 0), "a-1", "The Lamp", moment, "Thanks."),),
        working={"prior": 0.5},
    )
    return dataclasses.replace(plain, **fields)  # type: ignore[arg-type]
