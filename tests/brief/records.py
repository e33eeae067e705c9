"""Small briefs-to-be for the tests: two states of our own making, every sentence invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from detente.brief import ArticleFacts, BriefData, Counts
from detente.records import (
    Actor,
    Credence,
    DateInterval,
    Development,
    Event,
    Problem,
    Report,
    Source,
    Trigger,
)
from detente.relations import balance, relation

NAMES = {"AAA": "Arland", "BBB": "Borland", "CCC": "Corland", "USA": "United States"}
START = dt.date(2022, 3, 1)
SCORES = {"CONSULT": 1.5, "ACCUSE": -3.0, "SUPPORT": 2.0, "AID": 6.0, "ASSAULT": -9.0}


def event(key: str, act: Mapping[str, Any]) -> Event:
    """One event; `act` is what `development` was told."""
    return Event(
        event_id=f"e-{key}",
        sentence_id=f"s-{key}",
        actor=Actor("", act["actor"]),
        recipient=Actor("", act["recipient"]),
        symmetric=act["symmetric"],
        event_type=act["event_type"],
        quad="verbal_cooperation",
        trigger=Trigger(0, 1, act["trigger"]),
        mode=act["mode"],
        score=act["score"],
        polarity=act["polarity"],
        certainty=act["certainty"],
        time=act["time"],
        source_chain=tuple(act["chain"]),
        confidence=0.9,
    )


class Case:
    """Developments with their events, sentences and articles, put together one by one."""

    def __init__(self) -> None:
        self.developments: list[Development] = []
        self.events: dict[str, Event] = {}
        self.sentences: dict[str, str] = {}
        self.articles: dict[str, ArticleFacts] = {}

    def add(
        self,
        key: str,
        sentence: str = "",
        *,
        day: dt.date | None = START,
        credence: float = 0.97,
        credibility: int = 2,
        origins: int = 1,
        disputed_by: Sequence[str] = (),
        url: str | None = None,
        outlet: str = "The Arland Post",
        genre: Any = "report",
        background: bool = False,
        **told: Any,
    ) -> Development:
        """Add one development with one report."""
        act: dict[str, Any] = {
            "actor": "AAA", "recipient": "BBB", "symmetric": False, "event_type": "CONSULT",
            "trigger": "talks", "mode": None, "polarity": "positive", "certainty": "certain",
            "time": "past_present", "chain": (),
        } | told  # fmt: skip
        act["score"] = SCORES[act["event_type"]]
        sentence = sentence or f"Sentence {key} tells of the act."
        found = event(key, act)
        published = dt.datetime.combine(day or START, dt.time(), dt.UTC) + dt.timedelta(days=1)
        self.events[found.event_id] = found
        self.sentences[found.event_id] = sentence
        facts = ArticleFacts(outlet, f"Headline {key}", url, published, genre)
        self.articles[f"a-{key}"] = facts
        development = Development(
            development_id=f"d-{key}",
            actor=act["actor"],
            recipient=act["recipient"],
            symmetric=act["symmetric"],
            event_type=act["event_type"],
            quad=found.quad,
            mode=act["mode"],
            contexts=(),
            score=act["score"],
            goldstein=None,
            event_date=DateInterval(day, day, "day", "") if day else None,
            place=None,
            happened=found.happened,
            background=background,
            credence=Credence(credence, credence - 0.05, min(credence + 0.05, 1.0)),
            credibility=credibility,
            origins=origins,
            reports=(Report(found.event_id, f"a-{key}", outlet, published, sentence),),
            disputed_by=tuple(disputed_by),
        )
        self.developments.append(development)
        return development

    def data(
        self,
        *,
        others: Sequence[str] = ("BBB",),
        between: tuple[str, str] | None = None,
        problems: Sequence[Problem] = (),
    ) -> BriefData:
        """Return what a brief on AAA needs."""
        table = self.table()
        return BriefData(
            state="AAA",
            other=None if between else others[0],
            between=between,
            developments=self.developments,
            events=self.events,
            sentences=self.sentences,
            articles=self.articles,
            relations=[relation(table, "AAA", other) for other in between or others],
            balance=balance(table, "AAA", between=between) if between else None,
            names=NAMES,
            problems=problems,
            as_of=dt.date(2022, 12, 31),
            counts=Counts(len(self.articles), len(self.events), len(self.developments), 1),
            table=table,
        )

    def table(self) -> pl.DataFrame:
        """Return the table that relations and balance read."""
        rows = [
            {
                "development_id": d.development_id, "actor": d.actor, "recipient": d.recipient,
                "symmetric": d.symmetric, "event_type": d.event_type, "quad": d.quad,
                "score": d.score, "goldstein": d.goldstein,
                "earliest": d.event_date.earliest if d.event_date else None,
                "latest": d.event_date.latest if d.event_date else None,
                "first_reported": d.reports[0].published_at.date() if d.reports[0].published_at else None,
                "happened": d.happened, "background": d.background, "credence": d.credence.mean,
                "n_reports": len(d.reports), "label": d.development_id,
            }
            for d in self.developments
        ]  # fmt: skip
        kinds = {"goldstein": pl.Float64, "earliest": pl.Date, "latest": pl.Date}
        return pl.DataFrame(rows, schema_overrides=kinds)


def busy_case(other: str = "BBB", case: Case | None = None) -> Case:
    """Return a case with a dozen acts with one state: enough for a tone."""
    case = case or Case()
    kinds = ("CONSULT", "SUPPORT", "ACCUSE")
    for k in range(12):
        day = START + dt.timedelta(days=9 * k)
        case.add(f"{other}{k}", event_type=kinds[k % 3], recipient=other, day=day)
    return case


ANONYMOUS = Source("anonymous", "a senior official")
