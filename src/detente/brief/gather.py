"""A record in, `BriefData` or a checked brief out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import polars as pl

from detente.brief.data import ArticleFacts, BriefData, Counts, Pair
from detente.brief.make import make_brief
from detente.brief.tree import Brief
from detente.errors import BriefError
from detente.records import Development, Event, Problem, Report
from detente.relations import balance, relation
from detente.relations.weighing import in_window, of_pair, weigh
from detente.store import Filters, Record
from detente.tables import names_of_codes, relation_table

MOST_PARTNERS = 4
"""A brief on one state alone tells of those with which it has the most developments."""


def brief_of(
    store: Record,
    state: str,
    *,
    other: str | None = None,
    between: Pair | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    language: str = "en",
) -> Brief:
    """Return the checked brief on a pair, on a state between two rivals, or on a state alone.

    Raises `BriefError` when the record holds nothing on it, when a citation does not resolve to
    its stored sentence, and for a language that is not written.
    """
    data = gather(store, state, other, between, since, until)
    return make_brief(data, language=language)


def gather(
    record: Record,
    state: str,
    other: str | None = None,
    between: Pair | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> BriefData:
    """Return all that a brief needs from a record.

    With neither `other` nor `between` the brief is on the state and its busiest partners. Raises
    `BriefError` when an actor is named twice, `since` is later than `until`, or nothing is on
    record between these actors in these days.
    """
    _check_asked(state, other, between, since, until)
    table = relation_table(record.developments_frame())
    kept = in_window(weigh(table, "score"), since, until)
    others = _others(kept, state, other, between)
    pairs = [(state, code) for code in others]
    wanted = _wanted_ids(kept, table, pairs, is_whole=since is None and until is None)
    developments = [
        d for pair in pairs for d in record.developments_of(pair) if d.development_id in wanted
    ]
    names = names_of_codes()
    if not developments:
        told = " or ".join(names.get(code, code) for code in others) or "anybody"
        raise BriefError(
            f"nothing is on record between {names.get(state, state)} and {told} in these days: "
            "read articles about them, or ask for other days"
        )
    denials = {event_id for d in developments for event_id in d.disputed_by}
    cited = denials | {r.event_id for d in developments for r in d.reports}
    rows = [row for block in record.reports(pairs) for row in block if row.event.event_id in cited]
    headlines = _headlines(record, pairs)
    articles = {
        row.article_id: ArticleFacts(
            row.outlet, headlines.get(row.article_id), row.url, row.published_at, row.genre
        )
        for row in rows
    }
    everything = record.articles_frame()
    counts = record.counts()
    return BriefData(
        state=state,
        other=other,
        between=between,
        since=since,
        until=until,
        developments=developments,
        events=_events_of(developments, {row.event.event_id: row.event for row in rows}),
        sentences={row.event.event_id: row.sentence for row in rows},
        articles=articles,
        relations=[relation(table, *pair, since=since, until=until) for pair in pairs],
        balance=balance(table, state, between=between, since=since, until=until)
        if between
        else None,
        names=names,
        problems=[
            Problem(row["article_id"], row["stage"], row["reason"])
            for row in record.problems_frame().iter_rows(named=True)
        ],
        as_of=until or _last_day(everything),
        counts=Counts(
            articles=counts["articles"],
            events=counts["events"],
            developments=counts["developments"],
            outlets=everything["outlet"].drop_nulls().n_unique(),
        ),
        table=table,
        denials={
            row.event.event_id: Report(
                row.event.event_id, row.article_id, row.outlet, row.published_at, row.sentence
            )
            for row in rows
            if row.event.event_id in denials
        },
    )


def _check_asked(
    state: str,
    other: str | None,
    between: Pair | None,
    since: dt.date | None,
    until: dt.date | None,
) -> None:
    asked = [state, *([other] if other else []), *(between or ())]
    twice = [code for code, n in Counter(asked).items() if n > 1]
    if twice:
        raise BriefError(f"{twice[0]} is named twice: a brief needs different actors")
    if since is not None and until is not None and since > until:
        raise BriefError(f"since {since} is later than until {until}: no day lies between them")


def _others(kept: pl.DataFrame, state: str, other: str | None, between: Pair | None) -> list[str]:
    named = [*([other] if other else []), *(between or ())]
    if named:
        return named
    sides = kept.filter((pl.col("first") == state) | (pl.col("second") == state)).select(
        other=pl.when(pl.col("first") == state).then("second").otherwise("first")
    )
    counted = sides.group_by("other").len().sort(["len", "other"], descending=[True, False])
    return counted["other"].head(MOST_PARTNERS).to_list()


def _wanted_ids(
    kept: pl.DataFrame, table: pl.DataFrame, pairs: Sequence[Pair], *, is_whole: bool
) -> set[str]:
    """Return the ids of the developments of these days; without days asked for, of all."""
    rows = weigh(table, "score") if is_whole else kept
    return {i for pair in pairs for i in of_pair(rows, *pair)["development_id"]}


def _events_of(developments: Sequence[Development], events: dict[str, Event]) -> dict[str, Event]:
    missing = [r.event_id for d in developments for r in d.reports if r.event_id not in events]
    if missing:
        raise BriefError(
            f"{len(missing)} reports of the developments are no longer on record (event "
            f"{missing[0]}): run `detente read` again to bring the record up to date"
        )
    return events


def _headlines(record: Record, pairs: Sequence[Pair]) -> dict[str, str | None]:
    frames = [record.articles_frame(Filters(pair=pair)) for pair in pairs]
    return {i: h for f in frames for i, h in f.select("article_id", "headline").iter_rows()}


def _last_day(articles: pl.DataFrame) -> dt.date:
    """Return the last day of publication, or of reading where no article bears a day."""
    for column in ("published_at", "read_at"):
        last = articles[column].max()
        if isinstance(last, dt.datetime):
            return last.date()
    raise BriefError("the record holds no article: read some first")
