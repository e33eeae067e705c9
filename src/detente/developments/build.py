"""All reports of one pair into developments: merged, weighed, with ids that last."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from detente.developments.credence import Belief, judge_credence
from detente.developments.dating import BEGINNING, END, Days
from detente.developments.families import family_of
from detente.developments.merging import Group, development_id_of, merge_reports
from detente.developments.reliability import Standings
from detente.developments.reports import Choice, Report, denier_of
from detente.records import DateInterval, Development, Event, Place
from detente.records import Report as ReportRecord

MOST_HISTORY = 12  # days of news kept in a development's history
T = TypeVar("T")
Redirect = tuple[str, str | None, str]  # old id, new id, reason


def build_block(
    pair: tuple[str, str],
    reports: Sequence[Report],
    *,
    choices: Sequence[Choice] = (),
    standings: Standings = MappingProxyType({}),
) -> tuple[list[Development], dict[str, str], list[Redirect]]:
    """Return the developments of one unordered pair, where each event went, and ids that changed.

    `assignments` maps every event id to a development id; a denial goes to what it denies.
    Redirects lead from an id that a report had before and that is no longer in use to the one that
    holds most of its reports now. `standings` are those of outlets that were learned or set.

    Raises ValueError for a report of another pair.
    """
    for report in reports:
        sides = {report.event.actor.code, report.event.recipient.code}
        if sides != set(pair):
            raise ValueError(
                f"event {report.event.event_id} is between {report.event.actor.code} and "
                f"{report.event.recipient.code}: expected the pair {pair[0]}, {pair[1]}"
            )
    groups = merge_reports(reports, choices=choices)
    ids = [development_id_of(group.reports) for group in groups]
    assignments: dict[str, str] = {}
    for group, development_id in zip(groups, ids, strict=True):
        told = (*group.reports, *group.plans)
        assignments |= {report.event.event_id: development_id for report in told}
    for group, development_id in zip(groups, ids, strict=True):
        for report in group.denials:
            assignments.setdefault(report.event.event_id, development_id)
    developments = [
        _build(group, development_id, standings)
        for group, development_id in zip(groups, ids, strict=True)
    ]
    return developments, assignments, _redirects(reports, assignments)


def _redirects(reports: Iterable[Report], assignments: dict[str, str]) -> list[Redirect]:
    now: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        if report.development_id:
            now[report.development_id][assignments[report.event.event_id]] += 1
    in_use = set(assignments.values())
    return [
        (old, _most_common(homes.elements()), "its reports are merged there")
        for old, homes in sorted(now.items())
        if old not in in_use
    ]


def _most_common(values: Iterable[T]) -> T:
    """Return the value met most often; ties go to the smallest."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], str(value)))


def _build(group: Group, development_id: str, standings: Standings) -> Development:
    events = [report.event for report in group.reports]
    typical = _typical(events)
    actor, recipient, symmetric = _sides(events)
    belief = _believe(group, typical, standings)
    stories = [report.story_id for report in group.reports if report.story_id]
    return Development(
        development_id=development_id,
        actor=actor,
        recipient=recipient,
        symmetric=symmetric,
        event_type=typical.event_type,
        quad=typical.quad,
        mode=typical.mode,
        contexts=tuple(sorted({context for event in events for context in event.contexts})),
        score=typical.score,
        goldstein=typical.goldstein,
        event_date=_date(group),
        place=_place(events),
        happened=any(event.happened for event in events) and typical.polarity == "positive",
        background=all(event.background for event in events),
        credence=belief.credence,
        credibility=belief.credibility,
        origins=belief.origins,
        reports=tuple(_record(report) for report in group.reports),
        reprints=tuple(sorted({r.article_id for r in group.reports if r.reprint_of})),
        disputed_by=tuple(report.event.event_id for report in group.denials),
        story_id=_most_common(stories) if stories else None,
        why=group.why,
        working=belief.working,
        history=_history(group, typical, standings),
    )


def _history(group: Group, typical: Event, standings: Standings) -> tuple[dict[str, Any], ...]:
    """Return how the credence moved as reports and denials came in: one row a day of news."""
    told = (*group.reports, *group.denials, *group.plans)
    days = sorted({r.published_at.date() for r in told if r.published_at})
    rows = []
    for day in days[:MOST_HISTORY]:
        so_far = dataclasses.replace(
            group,
            reports=_until(group.reports, day),
            denials=_until(group.denials, day),
            plans=_until(group.plans, day),
        )
        if so_far.plans and not so_far.reports:
            sure = [r for r in so_far.plans if r.event.certainty in ("certain", "probable")]
            credence = judge_credence(
                sure, (), about="is planned", standings=standings
            ).credence.mean
            because = f"announcements: {len(so_far.plans)}"
            rows.append({"date": day.isoformat(), "credence": credence, "because": because})
        elif so_far.reports:
            credence = _believe(so_far, typical, standings).credence.mean
            because = f"reports: {len(so_far.reports)}, denials: {len(so_far.denials)}"
            rows.append({"date": day.isoformat(), "credence": credence, "because": because})
    return tuple(rows)


def _until(reports: Sequence[Report], day: dt.date) -> tuple[Report, ...]:
    return tuple(r for r in reports if r.published_at and r.published_at.date() <= day)


def _typical(events: Sequence[Event]) -> Event:
    """Return the event that stands for all: of the type and mode told most, the surest of them."""
    types = Counter(event.event_type for event in events)
    modes = Counter((event.event_type, event.mode, event.cameo_code) for event in events)
    return max(
        events,
        key=lambda e: (
            types[e.event_type],
            modes[e.event_type, e.mode, e.cameo_code],
            e.mode is not None,
            e.confidence,
            e.event_id,
        ),
    )


def _sides(events: Sequence[Event]) -> tuple[str, str, bool]:
    """Return actor, recipient and whether neither comes first, each as most reports have it."""
    symmetric = 2 * sum(event.symmetric for event in events) > len(events)
    directed = [event for event in events if not event.symmetric] or events
    actor, recipient = _most_common(
        (str(event.actor.code), str(event.recipient.code)) for event in directed
    )
    return actor, recipient, symmetric


def _place(events: Sequence[Event]) -> Place | None:
    places = [(event.place.text, event.place.code) for event in events if event.place]
    return Place(*_most_common(places)) if places else None


def _date(group: Group) -> DateInterval | None:
    """Return the days that all dated reports share, in the words of the most exact of them."""
    if group.days is None:
        return None
    dates = [r.event.event_date for r in group.reports if r.event.event_date]
    exact = min(dates, key=_width)
    first, last = (_day(n) for n in (group.days.first, group.days.last))
    grain = "day" if first == last and first else exact.grain
    return dataclasses.replace(exact, earliest=first, latest=last, grain=grain, span=None)


def _width(date: DateInterval) -> int:
    return Days(
        date.earliest.toordinal() if date.earliest else BEGINNING,
        date.latest.toordinal() if date.latest else END,
        True,
    ).width


def _day(number: int) -> dt.date | None:
    return None if number in (BEGINNING, END) else dt.date.fromordinal(number)


def _believe(group: Group, typical: Event, standings: Standings) -> Belief:
    """Return how far to believe what the group's reports say of the act."""
    vouching = [r for r in group.reports if r.event.certainty in ("certain", "probable")]
    if typical.polarity == "negative" or typical.disputes:
        return judge_credence((), vouching, about="happened", standings=standings)
    about = "is planned" if typical.time == "future" else "happened"
    denials = [denial for denial in group.denials if _denies_act(denial.event, typical)]
    return judge_credence(vouching, denials, about=about, standings=standings)


def _denies_act(denial: Event, act: Event) -> bool:
    """Whether a denial says that the act did not take place.

    Whoever denies a charge denies what it says, not that it was made.
    """
    if not family_of(act).words:
        return True
    denier = denier_of(denial)
    return denier == act.actor.code or (denier is None and not denial.disputes)


def _record(report: Report) -> ReportRecord:
    return ReportRecord(
        report.event.event_id,
        report.article_id,
        report.outlet,
        report.published_at,
        report.sentence,
    )
