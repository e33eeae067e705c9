"""When an event took place: its trigger and the time expressions around go in, one interval out.

`date_event` reads one sentence: clause boundaries between date and trigger, dates that only say
when something was told, dates of another act that bound this one ("after the April attack").
`share_dates` carries dates over to other mentions of the same act in the article.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.parse.times import TimeExpression, towards_future, word_lists
from detente.records import DateInterval, Event, Sentence, Span

Reading = Literal["same", "since", "later", "earlier", "told", "none"]

VERBAL_TYPES = frozenset(
    ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"]
)
SPOKEN_TYPES = VERBAL_TYPES - {"CONSULT", "CONCEDE"}  # done by saying so
# What lasts for days or longer is spoken of long after it began: by itself its name is no news.
LASTING = re.compile(
    r"\b(?:wars?|warfare|conflicts?|fighting|aggression|hostilit(?:y|ies)|confrontations?|bloodshed)\b",
    re.IGNORECASE,
)

_COST = {
    "same": 0.0,
    "told": 30.0,
    "since": 40.0,
    "later": 60.0,
    "earlier": 60.0,
    "none": float("inf"),
}
_NEAR_NOUN = 5  # words between a describing date and its noun
_NEAR_OBJECT = 8  # words between a verb and the dated noun that it is about
_NEAR_TELLING = 6  # words between a word of telling and its date
_STEM = 5  # letters by which two words count as one
_LONGEST_BOUND = 92  # days; a wider bound says nothing
_SPOKEN_REACH = 2500  # characters over which a speaker keeps the day of his words
_SAME_ACT_REACH = 1500  # characters over which a mention of the same act lends its date
_WORD = re.compile(r"[\w’'-]+")
_PERFECT = re.compile(r"\b(?:had|has|have)\s+(?:\w+ly\s+|already\s+|been\s+|now\s+|long\s+)*\Z")
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|this|that|these|those|its|his|her|their|of|over|by|any|no|recent|new)|[’'´]s?)"
    r"(?:\s+[\w-]+){0,2}\s*\Z",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|this|these|that|those)(?:\s+\w+)?\s+\Z", re.IGNORECASE)
_CONTENT = re.compile(r"\s*(?:the|a|an|it|he|she|they|we|its|his|their)\b")
_JOINED = re.compile(r"\b(?:and|but|while)\b")
_RARE = re.compile(
    r"\b(?:first|only|worst|best|(?:most|least)\s+\w+|(?!\w*(?:test|quest|rest|forest|interest)\b)[a-z]{3,}est)\b"
    r"[^.;:,]*\Z"
)
_INSIDE_RELATIVE = re.compile(r",\s*(?:who|which|whose|where)\b[^,;]*\Z")
_RELATIVE = re.compile(r",\s*(?:which|who|that)\b")


@dataclass(frozen=True, slots=True)
class _Candidate:
    expression: TimeExpression
    reading: Reading
    cost: float


def date_event(
    text: str,
    times: Sequence[TimeExpression],
    *,
    sentence: Span,
    trigger: Span,
    published_on: dt.date | None,
    is_future: bool = False,
    is_spoken: bool = False,
) -> DateInterval | None:
    """Return when the event at `trigger` took place, None where its sentence does not say.

    `times` are those of the article (`find_times` on the whole text), `sentence` and `trigger`
    offsets into `text`. `is_future` reads weekdays and months forwards; `is_spoken` is for acts
    that are done by saying so (`SPOKEN_TYPES`), which happen when they are told. A date of
    another act gives a bound: "retaliated after the 7 May strikes" is 7 May to publication.
    """
    inside = [
        t
        for t in times
        if t.interval.span and sentence.start <= t.interval.span.start < sentence.end
    ]
    if not inside:
        return None
    candidates = [_weigh(text, t, sentence, trigger, is_future=is_future) for t in inside]
    for candidate in sorted(candidates, key=lambda c: c.cost):
        interval = _apply(
            text, candidate, trigger, published_on, is_future=is_future, is_spoken=is_spoken
        )
        if interval is not None:
            return interval
    return None


def share_dates(
    text: str,
    times: Sequence[TimeExpression],
    events: Sequence[Event],
    *,
    sentences: Sequence[Sentence],
    published_on: dt.date | None,
) -> tuple[DateInterval | None, ...]:
    """Return a date for each event of one article, from other mentions of the act where it has none.

    `events` stand in the order of the text and carry what `date_event` found. Looked at in turn:
    "the visit" after a sentence with one date; events of the same actors, type and word; the same
    word in another dated sentence; events of the same actors and type shortly before; for acts of
    words the day on which the same actor spoke. Past events lend to past ones only. At last a
    week, month or longer gives way to the only day in it on which the same actors met or on which
    the same word is dated.
    """
    known = list(events)
    places = _places_of_stems(text, sentences) if any(e.event_date is None for e in events) else {}
    for index, event in enumerate(known):
        if event.event_date is None:
            word = Span(event.trigger.start, event.trigger.end)
            before = _from_previous_sentence(text, times, word, sentences)
            date = (
                (None if LASTING.search(event.trigger.text) else before)
                or _from_same_word(event, known)
                or _from_text(text, times, event, sentences, places, published_on)
                or _from_same_type(event, known[:index])
                or _from_same_speaker(text, event, known)
            )
            known[index] = dataclasses.replace(event, event_date=date)
    return tuple(_refine(event, known) for event in known)


def _weigh(
    text: str, expression: TimeExpression, sentence: Span, trigger: Span, *, is_future: bool
) -> _Candidate:
    reading = _read(text, expression, sentence, trigger)
    at = _span(expression)
    gap = text[min(at.end, trigger.end) : max(at.start, trigger.start)]
    if is_future and reading == "same" and _openers()[0].search(gap):
        reading = "none"
    words = len(_WORD.findall(gap))
    marks = sum(gap.count(mark) for mark in ",;:—–“”")
    if at.end <= trigger.start:
        marks += 2 * len(_JOINED.findall(gap))  # "in May and attacked": the date stays behind
    return _Candidate(expression, reading, _COST[reading] + words + 4 * marks)


def _span(expression: TimeExpression) -> Span:
    assert expression.interval.span is not None
    return expression.interval.span


def _read(text: str, expression: TimeExpression, sentence: Span, trigger: Span) -> Reading:
    """What the date means for the event."""
    at = _span(expression)
    if trigger.start <= at.start < trigger.end:
        return "same"
    if _is_name(text, expression) or _is_yardstick(text, at):
        return "none"
    if expression.is_attributive:
        return _read_attributive(text, at, trigger)
    if _tells(text, at, sentence, trigger):
        return "told"
    if at.start < trigger.start:
        return _read_before(text, at, sentence, trigger)
    return _read_after(text, at, trigger)


def _is_yardstick(text: str, at: Span) -> bool:
    """Whether a date only measures how rare an act is: "the first talks since 2012"."""
    if not text[at.start : at.end].lower().startswith("since"):
        return False
    return bool(_RARE.search(text[max(0, at.start - 60) : at.start]))


def _is_name(text: str, expression: TimeExpression) -> bool:
    """Whether a year belongs to a name: "the 1921 Barcelona Convention", "the Convention of 1921"."""
    at = _span(expression)
    if expression.interval.grain != "year" or expression.is_relative:
        return False
    named_after = expression.is_attributive and re.match(r"\s+[A-Z]", text[at.end : at.end + 3])
    return bool(named_after or re.search(r"[A-Z]\w+ of \Z", text[max(0, at.start - 30) : at.start]))


def _read_attributive(text: str, at: Span, trigger: Span) -> Reading:
    """A date that describes a noun dates that noun; acts on it come later."""
    if trigger.start >= at.end:
        gap = text[at.end : trigger.start]
        if len(_WORD.findall(gap)) <= _NEAR_NOUN and not re.search(
            r"[,;:]|\b(?:that|which|to)\b", gap
        ):
            return "same"
        return "later"
    gap = text[trigger.end : at.start]
    if re.match(r"\s*(?:during|in)\b[^,;]*\Z", gap):
        return "same"
    return "later" if len(_WORD.findall(gap)) <= _NEAR_OBJECT else "none"


def _read_before(text: str, at: Span, sentence: Span, trigger: Span) -> Reading:
    """The date stands before the trigger."""
    gap = text[at.end : trigger.start]
    lead = text[sentence.start : at.start]
    if _INSIDE_RELATIVE.search(lead) and "," in gap:
        return "none"  # "Khan, who had landed on Wednesday, held talks"
    opening = _opening_word(lead)
    if opening in ("since", "later", "earlier") and "," in gap:
        return opening
    is_first = len(_WORD.findall(lead)) <= 3
    if is_first:
        return "none" if re.search(r"\b(?:but|while|whereas)\b", gap) else "same"
    return "same" if _crossed(gap) == "same" else "none"


def _read_after(text: str, at: Span, trigger: Span) -> Reading:
    """The date stands after the trigger."""
    gap = text[trigger.end : at.start]
    relative = _RELATIVE.search(gap)
    if relative and _is_noun(text, trigger):
        return "same"
    return _crossed(gap)


def _is_noun(text: str, trigger: Span) -> bool:
    """Whether the trigger is a noun or a participle behind its noun ("talks, hosted by Oslo")."""
    before = text[max(0, trigger.start - 40) : trigger.start]
    is_participle = before.endswith(", ") and text[: trigger.end].endswith("ed")
    return is_participle or bool(_NOUN_BEFORE.search(before))


@functools.cache
def _openers() -> tuple[re.Pattern[str], dict[str, Reading]]:
    openers: dict[str, Reading] = word_lists()["clause_openers"]
    return re.compile(rf"\b(?:{'|'.join(openers)})\b", re.IGNORECASE), openers


def _crossed(gap: str) -> Reading:
    """What lies between trigger and date: "same" where no clause opens."""
    pattern, openers = _openers()
    found = [openers[match[0].lower()] for match in pattern.finditer(gap)]
    if not found:
        return "none" if ";" in gap else "same"
    return found[0]


def _opening_word(lead: str) -> Reading | None:
    """The meaning of a clause that opens the sentence and holds the date ("After the 7 May raid, ...")."""
    pattern, openers = _openers()
    match = pattern.match(lead.lstrip("\"“‘' "))
    return openers[match[0].lower()] if match else None


@functools.cache
def telling_words() -> re.Pattern[str]:
    """Return a pattern of the verbs and nouns of telling."""
    return re.compile(rf"\b(?:{'|'.join(word_lists()['telling'])})\b", re.IGNORECASE)


def _tells(text: str, at: Span, sentence: Span, trigger: Span) -> bool:
    """Whether the date says when something was told and the trigger is what was told."""
    before = list(telling_words().finditer(text, sentence.start, at.start))
    if before:
        word = before[-1]
        between = text[word.end() : at.start]
        is_near = len(_WORD.findall(between)) <= _NEAR_TELLING and not re.search(
            r"[,;]|\bthat\b", between
        )
        is_near = is_near and (word[0].lower() == "told" or not _CONTENT.match(between))
        is_apart = not (word.start() < trigger.end and trigger.start < at.start)
        if is_near and is_apart:
            return True
    after = telling_words().match(text, at.end + 1, sentence.end) if at.end < sentence.end else None
    return after is not None and not (after.start() < trigger.end and trigger.start < after.end())


def _apply(
    text: str,
    candidate: _Candidate,
    trigger: Span,
    published_on: dt.date | None,
    *,
    is_future: bool,
    is_spoken: bool,
) -> DateInterval | None:
    expression, reading = candidate.expression, candidate.reading
    if reading == "none":
        return None
    if reading == "same":
        interval = (towards_future(expression) if is_future else expression).interval
        is_over = published_on and interval.latest and interval.latest < published_on
        if expression.relation == "after" and not is_future and interval.earliest:
            return _with_days(interval, interval.earliest, published_on)
        return None if is_future and is_over else interval
    interval = expression.interval
    if is_future:
        return None
    if reading == "since":
        return _with_days(interval, interval.earliest, None) if interval.earliest else None
    if reading == "told":
        if is_spoken:
            return interval
        is_bound = interval.latest and is_perfect(text, trigger.start)
        return _with_days(interval, None, interval.latest) if is_bound else None
    if reading == "later":
        return _with_days(interval, interval.earliest, published_on) if interval.earliest else None
    return _with_days(interval, None, interval.latest) if interval.latest else None


def is_perfect(text: str, at: int) -> bool:
    """Whether the word at `at` says that something was over before it was told."""
    return bool(_PERFECT.search(text[max(0, at - 40) : at]))


def _with_days(
    interval: DateInterval, earliest: dt.date | None, latest: dt.date | None
) -> DateInterval | None:
    if earliest and latest and earliest > latest:
        return None
    if earliest and latest and (latest - earliest).days > _LONGEST_BOUND:
        return None
    return dataclasses.replace(interval, earliest=earliest, latest=latest, grain="open")


def _is_same_kind(event: Event, other: Event) -> bool:
    pairs = [(e.actor.code, e.recipient.code) for e in (event, other)]
    is_swapped = event.symmetric and other.symmetric and pairs[0] == pairs[1][::-1]
    return (
        other.event_date is not None
        and (pairs[0] == pairs[1] or is_swapped)
        and other.event_type == event.event_type
        and other.time == event.time
    )


def _stems(words: str) -> frozenset[str]:
    """First letters of the words that carry meaning: "visited" and "visit" are one."""
    return frozenset(
        match[0][:_STEM].lower() for match in _WORD.finditer(words) if len(match[0]) >= _STEM - 1
    )


def _nearest(event: Event, lenders: Iterable[Event]) -> DateInterval | None:
    near = min(lenders, key=lambda e: abs(e.trigger.start - event.trigger.start), default=None)
    return near.event_date if near else None


def _from_same_word(event: Event, events: Iterable[Event]) -> DateInterval | None:
    stems = _stems(event.trigger.text)
    return _nearest(
        event, (e for e in events if _is_same_kind(event, e) and stems & _stems(e.trigger.text))
    )


def _from_same_type(event: Event, events: Iterable[Event]) -> DateInterval | None:
    if event.time == "future":
        return None
    return _nearest(
        event,
        (
            e
            for e in events
            if _is_same_kind(event, e) and event.trigger.start - e.trigger.start <= _SAME_ACT_REACH
        ),
    )


def _from_same_speaker(text: str, event: Event, events: Iterable[Event]) -> DateInterval | None:
    if event.event_type not in SPOKEN_TYPES or event.time == "future" or event.background:
        return None
    if is_perfect(text, event.trigger.start):
        return None
    lenders = [
        e
        for e in events
        if e.event_date
        and (e.event_date.grain == "day" or e.event_date.earliest is None)
        and e.event_type in VERBAL_TYPES
        and e.time != "future"
        and not e.background
        and e.actor.code == event.actor.code
        and abs(event.trigger.start - e.trigger.start) <= _SPOKEN_REACH
    ]
    before = [e for e in lenders if e.trigger.start <= event.trigger.start]
    return _nearest(event, before or lenders)


def _refine(event: Event, events: Iterable[Event]) -> DateInterval | None:
    """The only finer date between the same actors inside the event's own date, else its own."""
    coarse = event.event_date
    if coarse is None or coarse.grain in ("day", "open") or event.time == "future":
        return coarse
    finer = {
        (e.event_date.earliest, e.event_date.latest): e.event_date
        for e in events
        if e.event_date
        and e.event_date.grain == "day"
        and e.time == event.time
        and (e.event_type == "CONSULT" or _stems(e.trigger.text) & _stems(event.trigger.text))
        and {e.actor.code, e.recipient.code} == {event.actor.code, event.recipient.code}
        and _holds(coarse, e.event_date)
    }
    return next(iter(finer.values())) if len(finer) == 1 else coarse


def _holds(outer: DateInterval, inner: DateInterval) -> bool:
    ends = (outer.earliest, inner.earliest, inner.latest, outer.latest)
    days = [day for day in ends if day]
    return len(days) == len(ends) and days == sorted(days)


def _places_of_stems(text: str, sentences: Sequence[Sentence]) -> dict[str, list[tuple[int, Span]]]:
    """Where the words of each stem stand: number of the sentence and characters."""
    places: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    for number, sent in enumerate(sentences):
        for match in _WORD.finditer(text, sent.start, sent.end):
            places[match[0][:_STEM].lower()].append((number, Span(match.start(), match.end())))
    return places


def _from_text(
    text: str,
    times: Sequence[TimeExpression],
    event: Event,
    sentences: Sequence[Sentence],
    places: Mapping[str, Sequence[tuple[int, Span]]],
    published_on: dt.date | None,
) -> DateInterval | None:
    """The date of the same word in the nearest sentence that dates it, those before it first."""
    at = event.trigger.start
    stems = _stems(event.trigger.text)
    if event.event_type in VERBAL_TYPES or event.time == "future" or not stems:
        return None

    def nearness(place: tuple[int, Span]) -> tuple[bool, int, int, int]:
        start = sentences[place[0]].start
        return start > at, abs(start - at), place[0], place[1].start

    found = [place for stem in stems for place in places.get(stem, ()) if place[1].start != at]
    for number, word in sorted(found, key=nearness):
        place = Span(sentences[number].start, sentences[number].end)
        date = date_event(
            text, times, sentence=place, trigger=word, published_on=published_on
        ) or _from_previous_sentence(text, times, word, sentences)
        if date and date.grain != "open" and (event.background or _is_news(date, published_on)):
            return date
    return None


def _is_news(date: DateInterval, published_on: dt.date | None) -> bool:
    """Whether the date is recent enough for an act that is no background."""
    if published_on is None or date.latest is None:
        return True
    return (published_on - date.latest).days <= _LONGEST_BOUND


def _from_previous_sentence(
    text: str, times: Sequence[TimeExpression], trigger: Span, sentences: Sequence[Sentence]
) -> DateInterval | None:
    """The only date of the sentence before, for an act taken up by a noun ("the visit")."""
    at = trigger.start
    if not _DEFINITE.search(text[max(0, at - 40) : at]):
        return None
    before = [s for s in sentences if s.end <= at]
    if not before:
        return None
    dates = [
        t.interval
        for t in times
        if before[-1].start <= _span(t).start < before[-1].end and t.relation == "at"
    ]
    return dates[0] if len(dates) == 1 and dates[0].grain in ("day", "week", "month") else None
