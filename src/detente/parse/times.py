"""Time expressions: text and a day of publication go in, intervals of days come out.

Explicit dates and relative ones are found by patterns, resolved against the day of publication
or the date named before, and read backwards (the last Thursday) as well as forwards (the next).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from detente.parse import _calendar as cal
from detente.parse._calendar import Period
from detente.records import DateInterval, Span

Relation = Literal["at", "since", "until", "before", "after", "duration"]

_PAST_BIAS = 0.5  # a day without a year is past unless the coming one is twice as near
_OVER = 0.4  # "just over a week" is up to this share beyond the week
_VAGUE_AGO = {"day": (6, 1), "week": (28, 7), "month": (180, 30)}  # days before
_RECENT = {"day": 7, "week": 30, "month": 180, "year": 1825}  # days before


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A stretch of text that says when.

    `interval` reads it backwards from the day of publication where the words leave that open,
    `forward` as coming. `is_relative` tells that it was reckoned from another day,
    `is_attributive` that it describes the noun after it ("Monday's talks", "the April attack").
    """

    interval: DateInterval
    relation: Relation
    is_relative: bool
    is_attributive: bool
    forward: DateInterval


@dataclass(frozen=True, slots=True)
class _View:
    """From where an expression is read: day of publication, the date named before, direction."""

    published_on: dt.date | None
    previous: Period | None
    forward: bool


# The named groups of a match, in lower case, with single blanks; "" holds the whole match.
_Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    resolve: Callable[[_Words, _View], Period | None]
    is_relative: bool
    relation: Relation = "at"


@dataclass(frozen=True, slots=True)
class _Item:
    """A resolved expression before prepositions and ranges are looked at."""

    start: int
    end: int
    back: Period
    ahead: Period
    relation: Relation
    is_relative: bool


def find_times(
    text: str, *, published_on: dt.date | None, offset: int = 0
) -> tuple[TimeExpression, ...]:
    """Return the time expressions of `text` in order, their spans moved by `offset`.

    "The next day" and the like are reckoned from the date named last in the same `text`, so pass
    a whole article to have them resolved across sentences. Without `published_on` only dates
    that name their year come back. What cannot be resolved is left out.

    >>> [(str(t.interval.earliest), t.relation) for t in find_times("since May 2021", published_on=None)]
    [('2021-05-01', 'since')]
    """
    items = list(_join_ranges(text, _resolve(text, published_on)))
    return tuple(_expression(text, item, published_on, offset) for item in items)


def towards_future(expression: TimeExpression) -> TimeExpression:
    """Return the expression read as coming: "on Thursday" after "will" is the next Thursday."""
    return dataclasses.replace(expression, interval=expression.forward)


@functools.cache
def word_lists() -> dict[str, Any]:
    """Return the lists of `codebooks/times.toml`."""
    source = resources.files("detente.codebooks").joinpath("times.toml")
    return tomllib.loads(source.read_text("utf-8"))


# --- resolvers: one a kind of expression; None where it cannot be resolved


def _count(words: _Words) -> int | None:
    """The number in words or figures, None where it is vague or missing."""
    name = words.get("n", "")
    if name.isdigit():
        return int(name)
    number: int | None = word_lists()["numbers"].get(name)
    return number


def _month(words: _Words) -> int:
    lists = word_lists()
    name = words["month"].title()
    number: int = lists["months"].get(name) or lists["short_months"][name]
    return number


def _narrow(words: _Words, period: Period) -> Period:
    return cal.part_of(period, words["part"]) if "part" in words else period


def _year(words: _Words, view: _View) -> int | None:
    if "year" in words:
        return int(words["year"])
    if "which" in words and view.published_on:
        return view.published_on.year + _STEPS[words["which"]]
    return None


def _resolve_iso(words: _Words, view: _View) -> Period | None:
    return cal.one_day(dt.date.fromisoformat(words[""]))


def _resolve_days(words: _Words, view: _View) -> Period | None:
    month, first = _month(words), int(words["d1"])
    year = _year(words, view)
    if year is None and view.published_on:
        year = _likely_year(month, first, view.published_on, forward=view.forward)
    if year is None:
        return None
    last = int(words.get("d2", first))
    return (
        Period(dt.date(year, month, first), dt.date(year, month, last)) if first <= last else None
    )


def _likely_year(month: int, day: int, published_on: dt.date, *, forward: bool) -> int:
    this_year = dt.date(published_on.year, month, day)
    if this_year == published_on:
        return published_on.year
    past = published_on.year - (this_year > published_on)
    if forward:
        return past + 1
    before = (published_on - dt.date(past, month, day)).days
    ahead = (dt.date(past + 1, month, day) - published_on).days
    return past + 1 if ahead < before * _PAST_BIAS else past


def _resolve_month(words: _Words, view: _View) -> Period | None:
    month, year, day = _month(words), _year(words, view), view.published_on
    if year is None and day:
        step = words.get("rel", "")
        year = day.year - (month > day.month)
        if step == "next" or (view.forward and step != "last" and month != day.month):
            year += 1
        elif step == "last" and month == day.month:
            year -= 1
    return _narrow(words, cal.month_of(year, month)) if year else None


def _resolve_year(words: _Words, view: _View) -> Period | None:
    first = int(words["year"])
    end = words.get("y2", words["year"])
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    return _narrow(words, cal.years(first, last)) if first <= last else None


def _resolve_decade(words: _Words, view: _View) -> Period | None:
    first = int(words["year"])
    return _narrow(words, cal.years(first, first + 9))


def _resolve_season(words: _Words, view: _View) -> Period | None:
    month = word_lists()["seasons"][words["season"]]
    if "year" in words:
        return cal.season_of(int(words["year"]), month)
    day, step = view.published_on, words.get("which", "")
    if day is None:
        return None
    year = day.year if cal.season_of(day.year, month).start <= day else day.year - 1
    is_running = cal.season_of(year, month).end >= day
    if step == "next" or (not is_running and (step == "this" or view.forward)):
        year += 1
    elif step == "last" and is_running:
        year -= 1
    return cal.season_of(year, month)


def _resolve_today(words: _Words, view: _View) -> Period | None:
    day = view.published_on
    if day is None:
        return None
    if words[""] == "overnight":
        return Period(day - cal.ONE_DAY, day)
    steps = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2}
    return cal.one_day(day + steps.get(words[""], 0) * cal.ONE_DAY)


def _resolve_weekday(words: _Words, view: _View) -> Period | None:
    day = view.published_on
    if day is None:
        return None
    weekday = word_lists()["weekdays"].index(words["weekday"].title())
    if "week" in words:
        monday = cal.unit_of(day, "week", _STEPS[words["week"]]).start
        return cal.one_day(monday + weekday * cal.ONE_DAY)
    step = words.get("which", "")
    is_past = step in ("last", "past", "this past")
    forward = step in ("next", "coming", "this coming") or (view.forward and not is_past)
    is_strict = step in ("last", "next")
    return cal.one_day(cal.weekday_near(day, weekday, forward=forward, is_strict=is_strict))


_STEPS = {
    "last": -1, "this": 0, "next": 1, "the": 0, "the current": 0, "this past": -1, "this coming": 1,
    "that": 0, "that same": 0, "the same": 0, "the following": 1, "the previous": -1,
    "the preceding": -1, "the next": 1, "before": -1,
}  # fmt: skip
_FROM_PREVIOUS = frozenset(_STEPS) - {
    "last",
    "this",
    "next",
    "the",
    "the current",
    "this past",
    "this coming",
}


def _resolve_unit(words: _Words, view: _View) -> Period | None:
    """Read "last week", "late last year", "the end of the month", "earlier this month"."""
    step, unit, day = words["which"], words["unit"], view.published_on
    if step in _FROM_PREVIOUS:
        day = view.previous.start if view.previous else None
    if day is None or (step == "the" and "part" not in words):
        return None
    period = cal.unit_of(day, unit, _STEPS[step])
    bound = words.get("bound")
    if bound == "earlier" and step == "this" and period.earliest == day != period.latest:
        # on its first day nothing is earlier: written the day before and printed overnight
        return cal.unit_of(day, unit, -1)
    if bound in ("earlier", "so far") and step == "this":
        return Period(period.earliest, day)
    if bound == "later" and step == "this":
        return Period(day, period.latest)
    return _narrow(words, period)


_SATURDAY = 5
_LIKE_UNITS = {"night": "day", "fortnight": "week"}


def _resolve_weekend(words: _Words, view: _View) -> Period | None:
    """Read "at the weekend": the one that runs or was last, the coming one when looking ahead."""
    day = view.published_on
    if day is None:
        return None
    is_past = day.weekday() < _SATURDAY and not view.forward
    return cal.unit_of(day, "weekend", -1 if is_past else 0)


def _resolve_so_far(words: _Words, view: _View) -> Period | None:
    """Read "earlier in the week"."""
    day = view.published_on
    return Period(cal.unit_of(day, words["unit"], 0).earliest, day) if day else None


def _resolve_distance(words: _Words, view: _View) -> Period | None:
    """Read "two days ago", "just over a week earlier", "three weeks later"."""
    way, count = words["way"], _count(words)
    unit = _LIKE_UNITS.get(words["unit"].removesuffix("s"), words["unit"].removesuffix("s"))
    if count and words["unit"].startswith("fortnight"):
        count *= 2
    day = view.published_on
    if way in ("earlier", "later", "before"):
        day = view.previous.start if view.previous else None
    if day is None:
        return None
    sign = -1 if way in ("ago", "earlier", "before") else 1
    if count is None:
        if unit not in _VAGUE_AGO:
            return None
        near, far = (day + sign * dt.timedelta(days=n) for n in _VAGUE_AGO[unit])
        return Period(min(near, far), max(near, far))
    mark = cal.shift(day, sign * count, unit)
    if words.get("about") in ("just over", "more than", "over"):
        slack = mark + (mark - day) * _OVER
        beyond = mark + sign * cal.ONE_DAY
        return Period(min(slack, beyond), max(slack, beyond))
    return cal.unit_of(mark, unit if unit in ("week", "month", "year", "decade") else "day")


def _resolve_stretch(words: _Words, view: _View) -> Period | None:
    """Read "the past three years", "the next two weeks", "recent days", "the coming months"."""
    day = view.published_on
    if day is None or "-" in words[""]:  # "the recent four-day conflict" says how long, not when
        return None
    count, way = _count(words), words["way"]
    unit = _LIKE_UNITS.get(words["unit"].removesuffix("s"), words["unit"].removesuffix("s"))
    if count and words["unit"].startswith("fortnight"):
        count *= 2
    if count is None and "n" not in words and not words["unit"].endswith("s"):
        if way not in ("past", "coming"):  # "last week" is a calendar week
            return None
        count = 1
    if way in ("next", "coming", "within"):
        return Period(day, cal.shift(day, count, unit) if count else None)
    if count:
        return Period(cal.shift(day, -count, unit), day)
    return Period(day - dt.timedelta(days=_RECENT[unit]), day) if unit in _RECENT else None


def _resolve_day_after(words: _Words, view: _View) -> Period | None:
    """Read "the following day", "the same day", "the day before"."""
    if view.previous is None:
        return None
    if re.search("following|next|after", words[""]):
        return cal.one_day(view.previous.end + cal.ONE_DAY)
    if re.search("previous|before", words[""]):
        return cal.one_day(view.previous.start - cal.ONE_DAY)
    return view.previous


# --- patterns


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    lists = word_lists()
    year = r"(?:1[7-9]|20)\d\d"
    long_months = "|".join(lists["months"])
    months = "|".join([*lists["months"], *lists["short_months"]])
    clear_months = "|".join(m for m in lists["months"] if m not in lists["ambiguous_months"])
    weekdays = "|".join(lists["weekdays"])
    seasons = f"(?P<season>(?i:{'|'.join(lists['seasons'])}))"
    number_words = sorted(lists["numbers"], key=len, reverse=True)
    which = r"(?P<which>(?i:last|this|next))"
    number = rf"(?P<n>\d{{1,3}}|(?i:{'|'.join(number_words)}|(?:a\s+)?few|several|many|some))[\s-]+"
    unit = r"(?P<unit>(?i:hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?))\b(?![’'´-])"
    first, last = (rf"(?P<{n}>\d{{1,2}})(?:st|nd|rd|th)?" for n in ("d1", "d2"))
    to = r"\s*(?:[-–—]|\b(?:to|through|and|until|till)\b)\s*"
    own_year = rf"(?:,?\s+(?P<year>{year})\b(?![,.]\d)|,?\s+(?:of\s+)?{which}\s+year\b)"
    part = (
        r"(?:(?P<part>(?i:early|mid|late|beginning|start|middle|end|(?:first|second)\s+half"
        r"|(?:first|second|third|fourth)\s+quarter|(?:first|second|third|fourth|last)\s+week))"
        r"(?:\s+(?:of|in)\s+|[\s-]+))"
    )
    about = (
        r"(?P<about>(?i:just\s+over|more\s+than|over|about|around|almost|nearly|some|only|just))\s+"
    )
    no_figure = r"(?<![\w$£€.,:/-])"
    no_count = rf"(?!\s*(?:%|(?i:{'|'.join(lists['counted'])})\b)|[,.:/]?\d|-\w)"
    day_of_week = rf"(?:(?:{weekdays}),?\s+)?"

    def rule(
        pattern: str,
        resolve: Callable[[_Words, _View], Period | None],
        is_relative: bool,
        relation: Relation = "at",
    ) -> _Rule:
        return _Rule(re.compile(pattern), resolve, is_relative, relation)

    return (
        rule(rf"{no_figure}{year}-\d\d-\d\d(?!\d)", _resolve_iso, False),
        rule(
            rf"{no_figure}{day_of_week}(?P<month>{months})\b\.?\s+{first}(?:{to}{last}(?!\s+(?!days)[a-z]+s\b))?"
            rf"(?!\d|[,.:]\d|\s*%|-\w){own_year}?",
            _resolve_days, False,
        ),
        rule(
            rf"{no_figure}{day_of_week}(?:the\s+)?{first}(?:{to}{last})?(?:\s+of)?[\s-]+"
            rf"(?P<month>{months})\b\.?(?!\s+\d{{1,2}}\b)(?:{own_year}|-(?P<year2>{year})\b)?",
            _resolve_days, False,
        ),
        rule(rf"\b{part}?(?P<month>{months})\b\.?(?:\s+of)?{own_year}", _resolve_month, False),
        rule(
            rf"\b(?:{part}|(?P<rel>(?i:last|this|next))\s+)(?P<month>{long_months})\b(?!\s+\d{{1,2}}\b)",
            _resolve_month, True,
        ),
        rule(rf"(?<![\w-])(?P<month>{clear_months})\b(?!\s+\d)", _resolve_month, True),
        rule(
            rf"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\b[Ff]rom )|(?<=\b[Bb]y )|(?<=\bthe )|(?<=\ba ))"
            rf"(?P<month>{long_months})\b(?![’'´]s)(?=\s+[a-z]|[,.;:)]|\s*$)",
            _resolve_month, True,
        ),
        rule(rf"\b{part}?(?P<year>{year[:-2]}0)s\b", _resolve_decade, False),
        rule(
            rf"{no_figure}{part}?(?P<year>{year})(?:[-–/](?P<y2>{year}|\d\d))?\b{no_count}",
            _resolve_year, False,
        ),
        rule(rf"\b{seasons}\s+(?:of\s+)?(?P<year>{year})\b", _resolve_season, False),
        rule(rf"\b{which}\s+{seasons}\b", _resolve_season, True),
        rule(
            r"\b(?i:the\s+day\s+before\s+yesterday|today|yesterday|tomorrow|tonight|overnight"
            r"|last\s+night|this\s+(?:morning|afternoon|evening))\b",
            _resolve_today, True,
        ),
        rule(
            r"(?<!Good )(?<!Black )(?<!Palm )(?<!Easter )(?<!Bloody )\b"
            r"(?:(?P<which>(?i:last|next|this(?:\s+(?:past|coming))?|past|coming))\s+)?"
            rf"(?P<weekday>{weekdays})\b(?!\s+(?:Times|Mail|Telegraph|Express|Herald|Observer)\b)"
            r"(?:\s+(?:morning|afternoon|evening|night))?"
            r"(?:,?\s+(?:of\s+)?(?P<week>(?i:last|this|next))\s+week\b)?",
            _resolve_weekday, True,
        ),
        rule(
            rf"\b(?:(?P<bound>(?i:earlier|later|so\s+far))\s+)?{part}?"
            r"(?P<which>(?i:this\s+past|this\s+coming|last|this|next|the\s+current|that\s+same|that"
            r"|the\s+(?:same|following|previous|preceding|next)|the))\s+"
            r"(?P<unit>(?i:weekend|week|month|quarter|year|decade))\b(?!-)",
            _resolve_unit, True,
        ),
        rule(r"\b(?i:at|over|on|during)\s+(?i:the)\s+(?i:weekend)\b(?!-)", _resolve_weekend, True),
        rule(r"\b(?i:earlier)\s+in\s+the\s+(?P<unit>(?i:week|month|year))\b", _resolve_so_far, True),
        rule(
            rf"\b(?:{about})?(?:{number})?{unit}\s+(?P<way>(?i:ago|earlier|later|from\s+now|before(?=\s*(?:[.,;:)]|\Z))))",
            _resolve_distance, True,
        ),
        rule(
            r"\b(?i:the\s+(?:following|next|previous|same)\s+(?:day|night|morning|afternoon|evening)"
            r"|that\s+(?:same\s+)?day|the\s+(?:day|night|evening|morning)\s+(?:before|after)(?=\s*[.,;]|\s*$))",
            _resolve_day_after, True,
        ),
        rule(r"\bthe\s+(?P<unit>(?i:week|month|year|weekend))\s+(?P<which>before)(?=\s*(?:[.,;:)]|\Z))", _resolve_unit, True),
        rule(
            rf"\b(?:the\s+)?(?P<way>(?i:past|last|previous|recent|next|coming))\s+(?:{number})?{unit}",
            _resolve_stretch, True, "duration",
        ),
        rule(rf"\b(?P<way>(?i:within))\s+{number}{unit}", _resolve_stretch, True, "duration"),
    )  # fmt: skip


# --- from matches to expressions


_REACH = 80  # characters either side of a hint within which its expression begins and ends
_HINT = re.compile(
    r"\d|(?i:day|week|month|year|decade|hour|night|morning|afternoon|evening|tomorrow"
    r"|spring|summer|autumn|fall|winter)|Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec"
)
_RELATION = re.compile(
    r"\b(?:ever\s+)?(since|until|till|up\s+to|by|through|before|prior\s+to|ahead\s+of|after"
    r"|following|from|between|starting|beginning|as\s+of)"
    r"(?:\s+(?:on|in|about|around|at|the))*\s*\Z",
    re.IGNORECASE,
)
_RELATIONS: dict[str, Relation] = {
    "since": "since", "starting": "since", "beginning": "since", "as of": "since", "until": "until",
    "till": "until", "up to": "until", "by": "until", "through": "until", "before": "before",
    "prior to": "before", "ahead of": "before", "after": "after", "following": "after",
}  # fmt: skip
_BETWEEN = re.compile(
    r"\s*(?:[-–—]|,?\s*\b(?:to|until|till|through|and)\b)\s*(?:(?:on|in|the)\s+)*\Z"
)
_POSSESSIVE = re.compile(r"(?:[’'´`]s?|s[’'´`])\s+\w|[’'´`]s\b")
_NEXT_WORD = re.compile(r"\s+([A-Za-z][\w-]*)")
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|since|by|until|till|from|to|between|during|after|before|through|around|about|of|and)"
    r"(?:\s+about|\s+around)?\s*\Z",
    re.IGNORECASE,
)
_IN_THE = re.compile(
    r"\b(?:in|during|since|after|before|following|until)\s+(?:the|its|their)\s+\Z", re.IGNORECASE
)
_PLAUSIBLE_YEAR = re.compile(r"(?:\b(?P<word>[\w’'-]+)\s+|[(\[]\s*|^|[,;:—–]\s*)\Z")
_DAY_RANGE = re.compile(r"\d\s*(?:[-–—]|to|through|and|until|till)\s*\d")


def _words(match: re.Match[str]) -> _Words:
    groups = {
        name: " ".join(value.lower().split()) for name, value in match.groupdict().items() if value
    }
    if "year2" in groups:
        groups["year"] = groups["year2"]
    return {**groups, "": " ".join(match[0].lower().split())}


def _windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches of the text in which an expression can stand: every one holds a hint."""
    windows: list[tuple[int, int]] = []
    for hint in _HINT.finditer(text):
        start, end = max(0, hint.start() - _REACH), min(len(text), hint.end() + _REACH)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _matches(text: str) -> list[tuple[re.Match[str], _Rule]]:
    """Matches of all rules, the longest where they overlap."""
    windows = _windows(text)
    found = [
        (match, rule)
        for rule in _rules()
        for start, end in windows
        for match in rule.pattern.finditer(text, start, end)
    ]
    found.sort(key=lambda pair: (pair[0].start() - pair[0].end(), pair[0].start()))
    taken: set[int] = set()
    chosen = []
    for match, rule in found:
        if (
            match.start() not in taken
            and match.end() - 1 not in taken
            and _is_date(text, match, rule)
        ):
            taken.update(range(match.start(), match.end()))
            chosen.append((match, rule))
    return sorted(chosen, key=lambda pair: pair[0].start())


def _is_date(text: str, match: re.Match[str], rule: _Rule) -> bool:
    """Whether a bare number can be a year: words before it tell ("in 2014", not "Resolution 1973")."""
    if rule.resolve is not _resolve_year or match["part"] or match["y2"]:
        return True
    before = _PLAUSIBLE_YEAR.search(text, max(0, match.start() - 30), match.start())
    if before is None:
        return False
    word = before["word"]
    return (
        word is None or word.lower() in word_lists()["before_dates"] or word.endswith(("’s", "'s"))
    )


def _resolve(text: str, published_on: dt.date | None) -> Iterator[_Item]:
    previous: Period | None = None
    for match, rule in _matches(text):
        words = _words(match)
        view = _View(published_on, previous, False)
        try:
            back = rule.resolve(words, view)
            ahead = rule.resolve(words, dataclasses.replace(view, forward=True))
        except (ValueError, OverflowError):  # 31 June, 5,000 years ago: no day of the calendar
            continue
        if back is None or ahead is None:
            continue
        if rule.relation == "at" and back.grain != "year":
            previous = back
        yield _Item(match.start(), match.end(), back, ahead, rule.relation, rule.is_relative)


def _join_ranges(text: str, items: Iterable[_Item]) -> Iterator[_Item]:
    """Join "from May 6 to May 10", "between 2014 and 2016", "May 30-June 2"."""
    held: _Item | None = None
    for item in items:
        joined = _join(text, held, item) if held else None
        if held and joined is None:
            yield held
        held = joined or item
    if held:
        yield held


def _join(text: str, first: _Item, second: _Item) -> _Item | None:
    between = text[first.end : second.start]
    if (
        len(between) > 20
        or not _BETWEEN.match(between)
        or "duration" in (first.relation, second.relation)
    ):
        return None
    opener = _RELATION.search(text, max(0, first.start - 30), first.start)
    word = opener[1].lower() if opener else ""
    if "and" in between and word != "between":
        return None
    start = opener.start() if opener and word in ("from", "between", "since") else first.start
    pairs = [(first.back, second.back), (first.ahead, second.ahead)]
    spans = [
        Period(a.earliest, b.latest)
        for a, b in pairs
        if a.earliest and b.latest and a.earliest <= b.latest
    ]
    if not spans:
        return None
    is_relative = first.is_relative or second.is_relative
    return _Item(start, second.end, spans[0], spans[-1], "at", is_relative)


def _expression(
    text: str, item: _Item, published_on: dt.date | None, offset: int
) -> TimeExpression:
    before = text[max(0, item.start - 30) : item.start]
    is_attributive = _is_attributive(text, item, before)
    opener = _RELATION.search(before)
    word = " ".join(opener[1].lower().split()) if opener else ""
    relation = item.relation
    if item.relation == "at" and not is_attributive:
        relation = _RELATIONS.get(word, "since" if _starts_then(text, item, word) else "at")
    start = item.start
    if opener and relation != item.relation:
        start -= len(before) - opener.start()
    span = Span(start + offset, item.end + offset)
    readings = [
        DateInterval(period.earliest, period.latest, period.grain, text[start : item.end], span)
        for period in (_bounded(p, relation, published_on) for p in (item.back, item.ahead))
    ]
    return TimeExpression(readings[0], relation, item.is_relative, is_attributive, readings[1])


def _starts_then(text: str, item: _Item, word: str) -> bool:
    """Whether "from" opens a stretch: "from May 2021", "from Monday on", not "a letter from Monday"."""
    if word != "from" or _DAY_RANGE.search(text, item.start, item.end):
        return False
    return not item.is_relative or text[item.end : item.end + 3] == " on" or item.back != item.ahead


def _bounded(period: Period, relation: Relation, published_on: dt.date | None) -> Period:
    """The days that a preposition leaves of a period."""
    if relation == "since":
        return Period(period.earliest, None)
    if relation == "until":
        is_coming = published_on and period.latest and period.latest >= published_on
        return Period(published_on if is_coming else None, period.latest)
    if relation == "before" and period.earliest:
        return Period(None, period.earliest - cal.ONE_DAY)
    if relation == "after" and period.earliest and period.latest:
        is_day = period.earliest == period.latest
        return Period(period.latest if is_day else period.earliest, None)
    return period


def _is_attributive(text: str, item: _Item, before: str) -> bool:
    """Whether the expression describes the noun after it."""
    if _POSSESSIVE.match(text, item.end):
        return True
    following = _NEXT_WORD.match(text, item.end)
    if following is None or following[1].lower() in word_lists()["after_dates"]:
        return False
    if item.is_relative and text[item.start : item.start + 1].islower():
        return False  # "last week", "two days ago" need a possessive
    if _PREPOSITION.search(before) or _IN_THE.search(before):
        return False
    has_weekday = text[item.start : item.end].split()[0] in word_lists()["weekdays"]
    return not has_weekday or before.rstrip().lower().endswith((" the", " a", "'s", "’s"))
