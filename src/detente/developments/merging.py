"""Reports of one pair into groups that tell of one act each, with the reason of every merge.

Reports are put in order before anything else, the most exactly dated first, so that the groups do
not depend on the order of the input. A group keeps the days that all its dated reports share:
intervals cannot chain into one endless act.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from detente.codebooks import read_rows, read_table
from detente.developments.dating import Days, days_of, say_days, slack_of
from detente.developments.families import (
    Family,
    days_under_way,
    family_of,
    may_be_one,
    neighbours,
)
from detente.developments.reports import Choice, Report, denier_of
from detente.developments.texts import publication_key
from detente.developments.words import WORD, count_stems, stem, weigh_words
from detente.records import Event, stable_id

__all__ = ["Group", "development_id_of", "merge_reports"]

INDEXED_DAYS = 31  # an interval up to this long is looked up day by day
PLAN_GAP_DAYS = 14  # a plan that nobody speaks of for so long is another plan
ANSWER_DAYS = 3  # "rejected reports of the raid": of one so many days before
LEAST = 0.01  # likeness of what only shares its day
DENIAL_GAP_DAYS = 14  # a denial answers what was told within so many days
ALIKE_HARDLY = 0.05  # cosine of two sentences with a word in common
ALIKE_SOME = 0.10  # cosine of two sentences that have something in common
ALIKE = 0.15
ALIKE_MUCH = 0.25
SENTENCE_WORDS = 30  # heaviest words kept of a sentence
VECTORS_KEPT = 12  # sentences of a group that a new one is compared with
KNOWN_BONUS = 0.1  # a doubling of the reports of an act, for a report that takes an act up again
# What counts when several groups are open to a report; starting values.
STORY_BONUS, WORD_BONUS, PLACE_BONUS, TOLD_BONUS, DAY_MALUS = 0.3, 0.2, 0.2, 0.1, 0.01


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one act."""

    reports: tuple[Report, ...]  # in order of publication
    days: Days | None  # that all dated reports share; None when no report tells a date
    denials: tuple[Report, ...] = ()  # reports that it did not happen
    plans: tuple[Report, ...] = ()  # reports that announced it, no part of `reports`
    why: tuple[str, ...] = ()  # one line a merge


def development_id_of(reports: Iterable[Report]) -> str:
    """Return the id of the development that the reports make up: that of its earliest report."""
    first = min(reports, key=_order)
    return _id_of(first.event.event_id)


def _id_of(event_id: str) -> str:
    return stable_id("d", event_id)


def _order(report: Report) -> tuple[bool, dt.datetime, str]:
    return publication_key(report.published_at, report.event.event_id)


def merge_reports(reports: Sequence[Report], *, choices: Sequence[Choice] = ()) -> list[Group]:
    """Return the groups of the reports of one unordered pair, each telling of one act.

    Every report is in one group, among its `reports` or among its `denials`; a denial that answers
    no report is a group of its own, and the act of denying a claim stands in both. Groups come in the order of their earliest report. `choices`
    are applied last, in the order given; those about other pairs are passed over.

    Raises `CodebookError` for an event type that `families.toml` lacks.
    """
    items = _prepare(sorted(reports, key=_order))
    leads, followers = _fold_carriers(items)
    block = _Block()
    for item in sorted((i for i in leads if i.kind != "denied"), key=_placing_order):
        block.place(item)
    block.carry_out()
    for item in sorted((i for i in leads if i.kind == "denied"), key=_placing_order):
        block.answer(item)
    for item in sorted((i for i in leads if _rejects_claim(i)), key=_placing_order):
        block.rebut(item)
    drafts = [draft for draft in block.drafts if draft.items]
    for draft in drafts:
        _add_followers(draft, followers)
    known = _ids_of(items) if choices else frozenset()
    for choice in choices:
        if choice.a in known:
            drafts = _apply(choice, drafts)
    return sorted((_finish(draft) for draft in drafts), key=lambda g: _order(g.reports[0]))


@dataclass(frozen=True, slots=True)
class _Item:
    """A report with what it is compared by."""

    report: Report
    family: Family
    kind: str  # happened, planned, unsettled past, unsettled future, denied
    days: Days
    vector: Mapping[str, float]
    word: frozenset[str]  # stems of the trigger
    place: str | None  # lower case; None also for a whole state
    root: str  # article that a reprint or a later version goes back to
    within: int  # days by which its dates may miss those of other reports

    @property
    def event(self) -> Event:
        return self.report.event

    @property
    def published(self) -> int | None:
        moment = self.report.published_at
        return moment.date().toordinal() if moment else None


def _placing_order(item: _Item) -> tuple[int, bool, tuple[bool, dt.datetime, str]]:
    return item.days.width, not item.days.told, _order(item.report)


def _prepare(reports: Sequence[Report]) -> list[_Item]:
    counts = [_telling_stems(report) for report in reports]
    # a sentence that several reprints carry says no more of how common its words are
    distinct = {frozenset(c.items()): c for c in counts}
    texts_with = Counter(word for c in distinct.values() for word in c)
    bases = {report.article_id: report.base_id for report in reports}
    return [
        _Item(
            report,
            family_of(report.event),
            _kind(report.event),
            days_of(report),
            weigh_words(c, texts_with, len(distinct), keep=SENTENCE_WORDS),
            _stems(report.event.trigger.text),
            _place(report.event),
            bases.get(report.reprint_of or report.article_id, report.reprint_of or report.base_id),
            max(slack_of(report), days_under_way(family_of(report.event), report.sentence)),
        )
        for report, c in zip(reports, counts, strict=True)
    ]


def _telling_stems(report: Report) -> Counter[str]:
    """Return the stems of the sentence without the names of the two sides, which all share."""
    event = report.event
    counts = count_stems(report.sentence)
    for side in (event.actor, event.recipient):
        for word in (*_stems(side.text), *_name_stems(side.code)):
            del counts[word]
    return counts


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(match[0]) for match in WORD.finditer(text))


def _name_stems(code: str | None) -> frozenset[str]:
    return _stems_by_code().get(code or "", frozenset())


@cache
def _stems_by_code() -> dict[str, frozenset[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_rows("names.csv"):
        if row["kind"] in ("name", "adjective", "people", "former"):
            names[row["code"]] |= _stems(row["phrase"])
    return {code: frozenset(words) for code, words in names.items()}


def _kind(event: Event) -> str:
    if event.polarity == "negative" or event.disputes:
        return "denied"
    if event.happened:
        return "happened"
    if event.certainty in ("certain", "probable"):
        return "planned"
    return "unsettled past" if event.time == "past_present" else "unsettled future"


def _spoken_by_others(draft: _Draft, denial: _Item) -> bool:
    """Whether the act is something said, and not by the denier: its content is denied, not the act."""
    denier = denier_of(denial.event)
    return draft.family.words and denier is not None and denier not in draft.actors


def _rejects_claim(item: _Item) -> bool:
    """Whether the act is itself a denial of what somebody claimed ("denied the report")."""
    return item.kind == "happened" and bool(item.word & _denial_stems())


@cache
def _denial_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in read_table("families.toml")["denials"]["words"])


def _place(event: Event) -> str | None:
    name = event.place.text.lower() if event.place else None
    return None if name is None or name in _state_names() else name


@cache
def _state_names() -> frozenset[str]:
    return frozenset(
        row["phrase"].lower()
        for row in read_rows("names.csv")
        if row["kind"] in ("name", "former", "nickname")
    )


_Key = tuple[str, str, str, str, str | None, str | None]


def _fold_carriers(items: Sequence[_Item]) -> tuple[list[_Item], dict[str, list[_Item]]]:
    """Return one item for each sentence of each original, and those that carry it again by its id."""
    leads: dict[_Key, _Item] = {}
    followers: defaultdict[str, list[_Item]] = defaultdict(list)
    for item in items:
        event = item.event
        words = " ".join(m[0].lower() for m in WORD.finditer(item.report.sentence))
        trigger, sides = event.trigger.text, (event.actor.code, event.recipient.code)
        key = (item.root, words, trigger, event.event_type, *sides)
        lead = leads.setdefault(key, item)
        if lead is not item:
            followers[lead.event.event_id].append(item)
    return list(leads.values()), followers


@dataclass(slots=True, eq=False)
class _Draft:
    """A group that is still being put together."""

    number: int
    family: Family
    kind: str
    days: Days
    items: list[_Item] = field(default_factory=list)
    denials: list[_Item] = field(default_factory=list)
    plans: list[_Item] = field(default_factory=list)  # reports that announced the act
    why: list[str] = field(default_factory=list)
    actors: set[str | None] = field(default_factory=set)  # of reports that tell a direction
    places: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    published: list[int] = field(default_factory=list)
    within: int = 0

    def add(self, item: _Item) -> None:
        self.items.append(item)
        if len(self.items) == 1:
            self.days = item.days
        elif self.days.meets(item.days):
            self.days = self.days.narrowed(item.days)
        elif item.days.width < self.days.width:
            self.days = item.days
        self.within = max(self.within, item.within)
        if self.family.loose and not item.family.loose and item.family.type == self.family.type:
            self.family = item.family
        if not item.event.symmetric:
            self.actors.add(item.event.actor.code)
        if item.place:
            self.places.add(item.place)
        if item.report.story_id:
            self.stories.add(item.report.story_id)
        self.words |= item.word
        if item.published is not None:
            self.published.append(item.published)

    def likeness(self, item: _Item) -> float:
        """Return the cosine with the nearest sentence of the group."""
        vectors = (other.vector for other in self.items[:VECTORS_KEPT])
        return max((_cosine(item.vector, vector) for vector in vectors), default=0.0)

    def holds_sentence(self, sentence_id: str) -> bool:
        return any(item.event.sentence_id == sentence_id for item in self.items)

    def published_near(self, day: int | None, gap: int) -> bool:
        """Whether a report came out within `gap` days of the day; so also when none is known."""
        if day is None or not self.published:
            return True
        return min(self.published) - gap <= day <= max(self.published) + gap


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[word] for word, weight in a.items() if word in b)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a report fits a group, and why."""

    score: float
    why: str


class _Shelf:
    """The drafts of one event type and kind, found by their days."""

    def __init__(self) -> None:
        self._all: list[_Draft] = []
        self._long: list[_Draft] = []
        self._by_day: defaultdict[int, list[_Draft]] = defaultdict(list)

    def add(self, draft: _Draft) -> None:
        self._all.append(draft)
        days = draft.days.widened(draft.within)
        if days.width > INDEXED_DAYS:
            self._long.append(draft)
            return
        # days only shrink, so that the place on the shelf stays right
        for day in range(days.first, days.last + 1):
            self._by_day[day].append(draft)

    def near(self, days: Days) -> Iterator[_Draft]:
        """Yield the drafts that may share a day, each once."""
        if days.width > INDEXED_DAYS:
            yield from self._all
            return
        yield from self._long
        seen = set()
        for day in range(days.first, days.last + 1):
            for draft in self._by_day.get(day, ()):
                if draft.number not in seen:
                    seen.add(draft.number)
                    yield draft


class _Block:
    """All drafts of one pair."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self._shelves: defaultdict[tuple[str, str], _Shelf] = defaultdict(_Shelf)
        self._of_event: dict[str, _Draft] = {}

    def place(self, item: _Item) -> None:
        """Put a report into the group that it fits best, or into a new one."""
        types = (item.family.type, *neighbours(item.family.type))
        fits = [
            (fit.score, -draft.number, draft, fit.why)
            for event_type in types
            for draft in self._shelves[event_type, item.kind].near(item.days.widened(item.within))
            if (fit := _fit(item, draft))
        ]
        if fits:
            _, _, draft, why = max(fits, key=lambda f: f[:2])
            draft.why.append(f"{item.event.event_id}: {why}")
            draft.add(item)
        else:
            draft = _Draft(len(self.drafts), item.family, item.kind, item.days)
            draft.add(item)
            self.drafts.append(draft)
            self._shelves[item.family.type, item.kind].add(draft)
        self._of_event[item.event.event_id] = draft

    def carry_out(self) -> None:
        """Put what was announced or wished into the group of the act that came of it.

        The act must be told as done no earlier than it was announced, on a day for which it was
        announced; a plan without a day of its own is carried out within a fortnight.
        """
        for plan in [d for d in self.drafts if d.kind in ("planned", "unsettled future")]:
            deeds = [
                (fit.score, -deed.number, deed, fit.why)
                for event_type in (plan.family.type, *neighbours(plan.family.type))
                for deed in self._shelves[event_type, "happened"].near(_due(plan))
                if (fit := _carries_out(deed, plan))
            ]
            if not deeds:
                continue
            _, _, deed, why = max(deeds, key=lambda d: d[:2])
            for item in plan.items:
                deed.plans.append(item)
                deed.why.append(f"{item.event.event_id}: announced before, {why}")
                self._of_event[item.event.event_id] = deed
            plan.items.clear()

    def answer(self, item: _Item) -> None:
        """Put a denial beside what it denies, or into a group of denials."""
        named = {
            draft.number: draft
            for event_id in item.event.disputes
            if (draft := self._of_event.get(event_id)) and draft.kind != "denied"
        }
        if named:
            for draft in named.values():
                draft.denials.append(item)
            return
        quad, time = item.event.quad, item.event.time
        answered = self._best_answered(
            item,
            [
                draft
                for draft in self._denied_drafts(item)
                if draft.items[0].event.quad == quad
                and draft.items[0].event.time == time
                and _same_direction(item, draft)
            ],
        )
        if answered:
            answered.denials.append(item)
        else:
            self.place(item)

    def rebut(self, item: _Item) -> None:
        """Put the act of denying a claim, which is an act of its own, also beside what it denies."""
        own = self._of_event[item.event.event_id]
        drafts = [draft for draft in self._denied_drafts(item) if draft is not own]
        beside = [draft for draft in drafts if draft.holds_sentence(item.event.sentence_id)]
        # what the sentence itself says was denied, and what others had told before
        for held in (beside, [draft for draft in drafts if draft not in beside]):
            if answered := self._best_answered(item, held):
                answered.denials.append(item)

    def _denied_drafts(self, item: _Item) -> Iterator[_Draft]:
        return (
            draft
            for draft in self.drafts
            if draft.items
            and draft.kind != "denied"
            and not any(_rejects_claim(other) for other in draft.items)
            and draft.published_near(item.published, DENIAL_GAP_DAYS)
            and not _spoken_by_others(draft, item)
        )

    def _best_answered(self, item: _Item, drafts: Iterable[_Draft]) -> _Draft | None:
        """Return the draft that a denial answers best, None when it answers none."""
        answered = [
            (likeness, -draft.number, draft)
            for draft in drafts
            if (likeness := _answers(item, draft))
        ]
        return max(answered, key=lambda a: a[:2])[2] if answered else None


def _fit(item: _Item, draft: _Draft) -> _Fit | None:
    """Whether a report may tell of a group's act, by days, family, direction, place and words."""
    within = max(item.within, draft.within)
    if not item.days.meets(draft.days, within=within) or not _same_direction(item, draft):
        return None
    if not item.days.told and item.event.time == "future":
        if not draft.published_near(item.published, PLAN_GAP_DAYS):
            return None
    same_word = bool(item.word & draft.words)
    exact = item.days.told and draft.days.told and not (item.days.vague or draft.days.vague)
    if not may_be_one(item.family, draft.family) and not (
        item.family.type != draft.family.type and same_word and exact
    ):
        return None
    same_place = bool(item.place and item.place in draft.places)
    if item.family.by_place and item.place and draft.places and not same_place:
        return None
    likeness = draft.likeness(item)
    same_story = item.report.story_id in draft.stories
    if not _enough(item, draft, likeness, same_word=same_word, same_story=same_story):
        return None
    score = likeness + STORY_BONUS * same_story + WORD_BONUS * same_word + PLACE_BONUS * same_place
    score += TOLD_BONUS * draft.days.told
    if _is_retold(item):
        # what everybody speaks of again is what most spoke of, and is no act of the same day
        if item.published is not None and draft.days.told and draft.days.last >= item.published - 1:
            return None
        score += KNOWN_BONUS * math.log2(len(draft.items))
    elif not item.days.told and item.published is not None:
        score -= DAY_MALUS * min(abs(item.published - draft.days.last), INDEXED_DAYS)
    return _Fit(score, _reason(item, draft, likeness, same_word=same_word, same_story=same_story))


def _due(plan: _Draft) -> Days:
    """Return the days on which a plan can have been carried out."""
    if plan.days.told:
        return plan.days
    first = min(plan.published, default=plan.days.first)
    return Days(first, max(plan.published, default=first) + PLAN_GAP_DAYS, False)


def _carries_out(deed: _Draft, plan: _Draft) -> _Fit | None:
    """Whether an act may be what was planned, and how well it fits."""
    lead = plan.items[0]
    if not deed.days.meets(_due(plan), within=deed.within) or not may_be_one(
        lead.family, deed.family
    ):
        return None
    if not _same_direction(lead, deed) or (
        deed.places and plan.places and not deed.places & plan.places
    ):
        return None
    if deed.published and plan.published and min(plan.published) > max(deed.published):
        return None
    same_word = bool(plan.words & deed.words)
    likeness = max(deed.likeness(item) for item in plan.items[:VECTORS_KEPT])
    dated = plan.days.told and not plan.days.vague
    exact = dated and deed.days.told and not deed.days.vague
    if lead.family.words or not (exact or (dated and same_word)):
        if likeness < ALIKE_MUCH and not (same_word and likeness >= ALIKE_SOME):
            return None
    reason = _reason(
        lead, deed, likeness, same_word=same_word, same_story=bool(plan.stories & deed.stories)
    )
    return _Fit(likeness + WORD_BONUS * same_word + TOLD_BONUS * exact, reason)


def _is_retold(item: _Item) -> bool:
    """Whether a report takes up an act told before, without a date: "the recent clashes"."""
    return item.event.background and not item.days.told


def _same_direction(item: _Item, draft: _Draft) -> bool:
    free = item.family.either_way and draft.family.either_way
    return free or item.event.symmetric or draft.actors <= {item.event.actor.code}


def _enough(
    item: _Item, draft: _Draft, likeness: float, *, same_word: bool, same_story: bool
) -> bool:
    """Whether the words say enough, as much as the dates leave open."""
    said = item.family.words or draft.family.words
    if _is_retold(item):
        return same_word or same_story or likeness >= ALIKE_SOME
    if item.days.vague or draft.days.vague:
        return likeness >= ALIKE_MUCH or (
            same_word and (same_story or (not said and likeness >= ALIKE))
        )
    if item.days.told and draft.days.told:
        return not said or same_story or same_word or likeness >= ALIKE_SOME
    if said:
        return likeness >= ALIKE_MUCH or (same_story and (same_word or likeness >= ALIKE_SOME))
    if draft.days.told:
        return same_story or same_word or likeness >= ALIKE_HARDLY
    return likeness >= ALIKE or ((same_story or same_word) and likeness >= ALIKE_HARDLY)


def _reason(
    item: _Item, draft: _Draft, likeness: float, *, same_word: bool, same_story: bool
) -> str:
    shared = draft.days.narrowed(item.days)
    if not item.days.told and not draft.days.told:
        parts = ["no date told, published close together"]
    elif not item.days.told:
        parts = [f"no date of its own, published close to {say_days(draft.days)}"]
    elif shared.width == 1:
        parts = [f"same day {say_days(shared)}"]
    elif shared.width < 1:
        parts = [f"told {say_days(item.days)}, near {say_days(draft.days)}"]
    else:
        parts = [f"dates meet in {say_days(shared)}"]
    if item.family.type == draft.family.type:
        parts.append(f"same family {item.family.type} ({draft.family.name})")
    else:
        parts.append(f"{item.family.type} beside {draft.family.type} on the same word")
    if item.place and item.place in draft.places and item.event.place:
        parts.append(f"same place {item.event.place.text}")
    if same_story:
        parts.append("same story")
    if same_word:
        parts.append(f"same word '{item.event.trigger.text}'")
    parts.append(f"words alike {likeness:.2f}")
    return ", ".join(parts)


def _answers(item: _Item, draft: _Draft) -> float:
    """Return how well a denial answers the reports of a group by its words; 0 when it does not."""
    if item.days.told and draft.days.told and not item.days.meets(draft.days):
        # "denied on Saturday" dates the denial of what was reported on Friday
        if not _rejects_claim(item) or item.days.last < draft.days.first:
            return 0.0
    likeness = draft.likeness(item)
    same_word = bool(draft.words & {*item.word, *item.vector})
    same_story = item.report.story_id in draft.stories
    alike = likeness >= ALIKE_MUCH or (likeness >= ALIKE_SOME and (same_word or same_story))
    if alike or _is_same_day(item, draft, same_word=same_word):
        return max(likeness, LEAST) + STORY_BONUS * same_story + WORD_BONUS * same_word
    return 0.0


def _is_same_day(denial: _Item, draft: _Draft, *, same_word: bool) -> bool:
    """Whether a denial is about an act of that day: a party's of its kind, or soon after in its word.

    Two sides seldom tell of an act in the same words: "raided an outpost", "had not attacked".
    """
    exact = denial.days.told and draft.days.told and not (denial.days.vague or draft.days.vague)
    if not exact:
        return False
    if _rejects_claim(denial):
        return same_word and 0 <= denial.days.first - draft.days.last <= ANSWER_DAYS
    if not may_be_one(denial.family, draft.family) or draft.family.words:
        return False
    if not denial.event.source_chain:
        return any(item.report.outlet == denial.report.outlet for item in draft.items)
    return denier_of(denial.event) in (denial.event.actor.code, denial.event.recipient.code)


def _add_followers(draft: _Draft, followers: Mapping[str, Sequence[_Item]]) -> None:
    for held in (draft.items, draft.denials, draft.plans):
        for item in list(held):
            for follower in followers.get(item.event.event_id, ()):
                held.append(follower)
                again = follower.report.article_id
                words = "its own words again" if again == item.report.article_id else "a carrier"
                draft.why.append(
                    f"{follower.event.event_id}: {words} of {item.event.event_id}"
                    f" ({item.report.article_id})"
                )


def _ids_of(items: Iterable[_Item]) -> frozenset[str]:
    """Return the ids by which a choice can name the events, or the developments they begin."""
    events = {item.event.event_id for item in items}
    return frozenset(events | {_id_of(event_id) for event_id in events})


def _apply(choice: Choice, drafts: list[_Draft]) -> list[_Draft]:
    """Return the drafts after a merge or split made by hand."""
    one = _find(choice.a, drafts)
    if one is None:
        return drafts
    if choice.kind == "split":
        rest = [draft for draft in drafts if draft is not one]
        return [*rest, *_split(one, choice)]
    other = _find(choice.b, drafts)
    if other is None or other is one:
        return drafts
    line = f"merged by hand: {choice.reason}"
    merged = _rebuilt(one, [*one.items, *other.items], [*one.why, *other.why, line])
    merged.denials = [*one.denials, *other.denials]
    merged.plans = [*one.plans, *other.plans]
    return [*(draft for draft in drafts if draft is not one and draft is not other), merged]


def _find(wanted: str | None, drafts: Sequence[_Draft]) -> _Draft | None:
    """Return the draft with an event, or with the event from which a development had its id."""
    for draft in drafts:
        for item in (*draft.items, *draft.plans):
            event_id = item.event.event_id
            if wanted in (event_id, _id_of(event_id)):
                return draft
    return None


def _split(draft: _Draft, choice: Choice) -> list[_Draft]:
    """Return an event apart from the rest, or, for a development, every article apart."""
    line = f"split by hand: {choice.reason}"
    parts: defaultdict[str, list[_Item]] = defaultdict(list)
    for item in draft.items:
        alone = item.event.event_id == choice.a
        by_event = any(other.event.event_id == choice.a for other in draft.items)
        parts[str(alone) if by_event else item.root].append(item)
    rebuilt = [_rebuilt(draft, items, [line]) for items in parts.values()]
    rebuilt[0].denials, rebuilt[0].plans = draft.denials, draft.plans
    return rebuilt


def _rebuilt(draft: _Draft, items: Sequence[_Item], why: list[str]) -> _Draft:
    made = _Draft(draft.number, draft.family, draft.kind, items[0].days, why=why)
    for item in sorted(items, key=_placing_order):
        made.add(item)
    return made


def _finish(draft: _Draft) -> Group:
    reports = sorted((item.report for item in draft.items), key=_order)
    told = [item.days for item in draft.items if item.days.told]
    days = None
    if told:
        days = Days(max(d.first for d in told), min(d.last for d in told), True)
        if (
            days.width < 1
        ):  # from the first day to the last, of dates that are exact where there are any
            told = [d for d in told if not d.vague] or told
            days = Days(min(d.first for d in told), max(d.last for d in told), True)
    denials = sorted((item.report for item in draft.denials), key=_order)
    plans = sorted((item.report for item in draft.plans), key=_order)
    return Group(tuple(reports), days, tuple(denials), tuple(plans), tuple(sorted(draft.why)))
