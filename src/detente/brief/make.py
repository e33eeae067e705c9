"""From a record to a brief: what happened, who disputes it, how sure, where the relation stands."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from detente.brief.model import (
    TERMS,
    Brief,
    Citation,
    Section,
    Statement,
    check_brief,
    likelihood_words,
)
from detente.brief.words import act_words, date_words, day_words, source_words, state_name
from detente.errors import BriefError
from detente.records import Development
from detente.relations import Relation, balance, describe_balance, describe_relation, relation
from detente.relations.charts import balance_chart, relation_chart, to_svg
from detente.store import Filters, Record
from detente.tables import names_of_codes, relation_table

MOST = 20  # developments told of a pair; the record has the rest
MOST_OPEN = 8
MOST_DISPUTED = 8
MOST_REPORTS = 3  # citations of one development
IN_SHORT = 3
MOSTLY = 0.7  # share of single-origin developments from which a record is thin


@dataclass(slots=True)
class _Cites:
    """Numbers for stored sentences, each sentence once."""

    store: Record
    confidence: dict[str, float]  # development_id -> of the reading of its surest report
    found: dict[str, Citation] = field(default_factory=dict)

    def of_event(self, event_id: str) -> int:
        if event_id not in self.found:
            article_id, sentence = self.store.sentence_of(self.store.event(event_id))
            article = self.store.article(article_id)
            self.found[event_id] = Citation(
                len(self.found) + 1, event_id, article_id, article.outlet, article.published_at,
                article.headline, article.url, sentence,
            )  # fmt: skip
        return self.found[event_id].number

    def of(self, developments: Sequence[Development]) -> tuple[int, ...]:
        return tuple(
            self.of_event(r.event_id) for d in developments for r in d.reports[:MOST_REPORTS]
        )


def brief_of(
    store: Record,
    state: str,
    *,
    other: str | None = None,
    between: tuple[str, str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    language: str = "en",
) -> Brief:
    """Return the checked brief on a pair, or on a state between two rivals.

    Raises `BriefError` when there is nothing to tell or a citation does not resolve.
    """
    if language != "en":
        raise BriefError(f"no brief in {language!r}: only en is written so far")
    others = between or ((other,) if other else ())
    if not others:
        raise BriefError("a brief needs another side: name it, or two rivals with --between B C")
    names = dict(names_of_codes())
    filters = [Filters(pair=(state, code), since=since, until=until) for code in others]
    told = {code: store.developments(f) for code, f in zip(others, filters, strict=True)}
    if not any(told.values()):
        pairs = " or ".join(
            f"{state_name(state, names)} and {state_name(c, names)}" for c in others
        )
        raise BriefError(
            f"nothing on record between {pairs} in these days: read some articles first"
        )
    table = relation_table(store.developments_frame())
    cites = _Cites(store, _confidences(store, filters))
    parts = [_pair_sections(cites, state, code, told[code], names) for code in others]
    states = [
        _relation_section(cites, table, state, code, told[code], names, since, until)
        for code in others
    ]
    sections = [
        _in_short(cites, state, others, told, names),
        *[section for part in parts for section in part],
        _how_sure(cites, told),
        *states,
    ]
    if between:
        sections.append(_balance_section(cites, table, state, between, told, names, since, until))
    sections.append(_not_known(cites, store, told))
    title = f"{names[state]} and {names[others[0]]}"
    if between:
        title = f"{names[state]} between {state_name(between[0], names)} and {state_name(between[1], names)}"
    brief = Brief(
        title, _subtitle(store, since, until), tuple(sections), tuple(cites.found.values())
    )
    check_brief(brief, lambda event_id: store.sentence_of(store.event(event_id))[1])
    return brief


def _confidences(store: Record, filters: Sequence[Filters]) -> dict[str, float]:
    """Return how surely the surest report of every development was read."""
    frames = [store.events_frame(f, with_sentence=False) for f in filters]
    found: dict[str, float] = {}
    for frame in frames:
        for development_id, confidence in frame.select("development_id", "confidence").iter_rows():
            found[development_id] = max(confidence, found.get(development_id, 0.0))
    return found


def _subtitle(store: Record, since: dt.date | None, until: dt.date | None) -> str:
    counts = store.counts()
    window = f"{day_words(since) if since else 'the beginning'} to {day_words(until) if until else 'the end'} of the record"
    return (
        f"{window}; {counts['articles']} articles, {counts['developments']} developments on record"
    )


def _weight(cites: _Cites, d: Development) -> float:
    """Return how much a development matters: intensity, credence, independent reports, reading."""
    return (
        cites.confidence.get(d.development_id, 0.5) ** 2
        * abs(d.score)
        * d.credence.mean
        * (1 + math.log(d.origins or 1))
        * (0.3 if d.background else 1)
    )


def _when(d: Development) -> dt.date:
    first = next((r.published_at.date() for r in d.reports if r.published_at), None)
    date = d.event_date
    return (date.earliest or date.latest if date else None) or first or dt.date.max


def _chosen(cites: _Cites, developments: Sequence[Development], most: int) -> list[Development]:
    strongest = sorted(developments, key=lambda d: (-_weight(cites, d), d.development_id))[:most]
    return sorted(strongest, key=lambda d: (_when(d), d.development_id))


def _tell(cites: _Cites, d: Development, names: dict[str, str]) -> Statement:
    report = d.reports[0]
    first = report.published_at.date() if report.published_at else None
    chain = cites.store.event(report.event_id).source_chain
    more = ""
    if d.origins > 1:
        more = f"; {d.origins} independent origins"
    if d.reprints:
        more += f"; reprinted {_times(len(d.reprints))}"
    act, when = act_words(d, names), date_words(d.event_date, first)
    text = f"{when[0].upper() + when[1:]}: {act} ({source_words(report.outlet, chain)}{more})."
    return Statement(text, cites.of([d]), report.sentence)


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _pair_sections(
    cites: _Cites, state: str, code: str, told: Sequence[Development], names: dict[str, str]
) -> list[Section]:
    pair = f"{names[state]} and {state_name(code, names)}"
    happened = [d for d in told if d.happened]
    opened = [d for d in told if not d.happened and d.reports and not _denied(cites, d)]
    disputed = [d for d in told if d.disputed_by]
    sections = []
    if happened:
        statements = [_tell(cites, d, names) for d in _chosen(cites, happened, MOST)]
        if len(happened) > MOST:
            rest = f"{len(happened) - MOST} more are in the record: detente developments --pair {state},{code}."
            statements.append(Statement(rest, cites.of(happened[:1])))
        sections.append(Section(f"What happened between {pair}", tuple(statements)))
    if opened:
        statements = [_tell(cites, d, names) for d in _chosen(cites, opened, MOST_OPEN)]
        sections.append(Section(f"Planned, wished or conditional: {pair}", tuple(statements)))
    if disputed:
        statements = [_dispute(cites, d, names) for d in _chosen(cites, disputed, MOST_DISPUTED)]
        sections.append(Section(f"Disputed: {pair}", tuple(statements)))
    return sections


def _denied(cites: _Cites, d: Development) -> bool:
    return cites.store.event(d.reports[0].event_id).polarity == "negative"


def _dispute(cites: _Cites, d: Development, names: dict[str, str]) -> Statement:
    denial = cites.store.event(d.disputed_by[0])
    number = cites.of_event(denial.event_id)
    who = denial.source_chain[0].text if denial.source_chain else "the report"
    report = d.reports[0]
    chain = cites.store.event(report.event_id).source_chain
    text = (
        f"{act_words(d, names)}, says {source_words(report.outlet, chain)}; {who} denies it. "
        f"With the denial counted, the account is {likelihood_words(d.credence.mean)} "
        f"({d.credence.mean:.0%})."
    )
    return Statement(text, (*cites.of([d]), number), report.sentence)


def _in_short(
    cites: _Cites,
    state: str,
    others: Sequence[str],
    told: dict[str, list[Development]],
    names: dict[str, str],
) -> Section:
    statements = []
    for code in others:
        happened = [d for d in told[code] if d.happened]
        pair = f"{names[state]} and {state_name(code, names)}"
        if not happened:
            continue
        top = sorted(happened, key=lambda d: (-_weight(cites, d), d.development_id))[:IN_SHORT]
        good = sum(d.score > 0 for d in happened)
        bad = sum(d.score < 0 for d in happened)
        acts = "; ".join(
            f"{act_words(d, names)} ({date_words(d.event_date, _when(d))})" for d in top
        )
        statements.append(
            Statement(
                f"{pair}: {len(happened)} developments, {good} cooperative and {bad} conflictual. "
                f"The weightiest: {acts}.",
                cites.of(top),
            )
        )
    return Section("In short", tuple(statements))


def _how_sure(cites: _Cites, told: dict[str, list[Development]]) -> Section:
    happened = [d for ds in told.values() for d in ds if d.happened]
    by_term: dict[str, list[Development]] = {}
    for d in happened:
        by_term.setdefault(likelihood_words(d.credence.mean), []).append(d)
    statements = []
    for _, term in reversed(TERMS):
        part = sorted(by_term.get(term, ()), key=lambda d: (-_weight(cites, d), d.development_id))
        if part:
            text = f"{len(part)} of {len(happened)} developments: {term} that they happened."
            statements.append(Statement(text, cites.of(part[:4])))
    single = [d for d in happened if d.origins < 2]
    if single:
        level = "low" if len(single) > MOSTLY * len(happened) else "moderate"
        text = (
            f"The record as a whole deserves {level} confidence: {len(single)} of {len(happened)} "
            "developments rest on one independent origin."
        )
        statements.append(Statement(text, cites.of(single[:3])))
    return Section("How sure", tuple(statements))


def _relation_section(
    cites: _Cites, table: pl.DataFrame, state: str, code: str, told: Sequence[Development],
    names: dict[str, str], since: dt.date | None, until: dt.date | None,
) -> Section:  # fmt: skip
    found: Relation = relation(table, state, code, since=since, until=until)
    basis = cites.of(_chosen(cites, [d for d in told if d.happened] or list(told), 5))
    labels = dict(table.select("development_id", "label").iter_rows())
    lines = describe_relation(found, names, labels=labels).splitlines()
    statements = tuple(Statement(line, basis) for line in lines[1:] if line.strip())
    chart = to_svg(relation_chart(found, table, names)) if found.series else None
    return Section(f"Where the relation stands: {lines[0]}", statements, chart, " ".join(lines))


def _balance_section(
    cites: _Cites, table: pl.DataFrame, state: str, between: tuple[str, str],
    told: dict[str, list[Development]], names: dict[str, str], since: dt.date | None, until: dt.date | None,
) -> Section:  # fmt: skip
    found = balance(table, state, between=between, since=since, until=until)
    basis = cites.of(_chosen(cites, [d for ds in told.values() for d in ds if d.happened], 6))
    lines = describe_balance(found, names).splitlines()
    statements = tuple(Statement(line, basis) for line in lines[1:] if line.strip())
    drawable = any(period.lean is not None for period in found.series)
    chart = to_svg(balance_chart(found, names)) if drawable else None
    return Section("The balance", statements, chart, " ".join(lines))


def _not_known(cites: _Cites, store: Record, told: dict[str, list[Development]]) -> Section:
    developments = [d for ds in told.values() for d in ds]
    undated = [d for d in developments if d.event_date is None]
    statements = []
    if undated:
        statements.append(
            Statement(
                f"{len(undated)} of {len(developments)} developments bear no date in any report.",
                cites.of(undated[:3]),
            )
        )
    no_basis = [d for d in developments if d.credibility == 6]
    if no_basis:
        statements.append(
            Statement(
                f"{len(no_basis)} rest on outlets of which nothing is known (grade F): no basis to judge them.",
                cites.of(no_basis[:3]),
            )
        )
    problems = store.counts()["problems"]
    if problems:
        statements.append(
            Statement(
                f"{problems} texts or parts could not be read and are not in this brief (detente problems).",
                cites.of(developments[:1]),
            )
        )
    statements.append(
        Statement(
            "Only acts that a sentence tells are counted; what is not reported, or reported in other languages, is not known here.",
            cites.of(developments[:1]),
        )
    )
    return Section("What is not known", tuple(statements))
