"""Acts, dates, names and sources in, plain English out. All word lists stand in `phrases/en.toml`."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from detente.codebooks import read_table
from detente.records import DateInterval, Development, Event, Source
from detente.relations.words import date_words

Names = Mapping[str, str]

MOST_LETTERS = 90  # of a source's words
_WORD = re.compile(r"[a-z]+")
_ARTICLE = re.compile(r"^(an?)\s+", re.IGNORECASE)
_UNNAMED = re.compile(r"\b(?:anonym|unnamed|unidentified|condition)", re.IGNORECASE)


def phrase_table() -> dict[str, Any]:
    """Return the table of English phrases."""
    return read_table("phrases/en.toml")


@cache
def _the() -> tuple[frozenset[str], frozenset[str]]:
    table = phrase_table()
    return frozenset(table["the_codes"]), frozenset(table["the_words"])


def name_in_text(code: str, names: Names) -> str:
    """Return the name of a code as it stands inside a sentence.

    >>> name_in_text("USA", {"USA": "United States"})
    'the United States'
    """
    name = names.get(code, code)
    codes, words = _the()
    takes_the = code in codes or (":" in code and not words.isdisjoint(name.split()))
    if not takes_the or name.lower().startswith("the "):
        return name
    return f"the {name}"


def begin(text: str) -> str:
    """Return the text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def pair_in_text(pair: Sequence[str], names: Names) -> str:
    """Return both names with "and" between them."""
    return f"{name_in_text(pair[0], names)} and {name_in_text(pair[1], names)}"


def enumerate_words(parts: Sequence[str], *, mark: str = ",") -> str:
    """Return parts as an enumeration.

    >>> enumerate_words(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return "".join(parts)
    last = " and " if mark == "," else f"{mark} and "
    return f"{f'{mark} '.join(parts[:-1])}{last}{parts[-1]}"


def act_words(development: Development, event: Event, names: Names, *, first: str) -> str:
    """Return who did, is to do or did not do what to whom, as a clause without a full stop.

    `event` is the report whose words are closest; `first` is the code that is named first when
    both act together.
    """
    d = development
    past, base, done = _verb_phrase(d, event, names)
    if d.symmetric:
        sides = (d.actor, d.recipient) if d.recipient != first else (d.recipient, d.actor)
        subject, number = pair_in_text(sides, names), 1
    else:
        subject, number = name_in_text(d.actor, names), 0
    forms = phrase_table()["forms"]

    def say(form: str, rest: str) -> str:
        return f"{subject} {forms[form][number]} {rest}"

    future = event.time == "future"
    if d.happened:
        return f"{subject} {past}"
    if event.polarity == "negative":
        base = _negated(d, event, names) or base
        if event.certainty in ("certain", "probable"):
            return say("will_not" if future else "did_not", base)
        return say("may_not", base)
    if event.certainty == "underspecified":
        pattern = forms["open_future" if future else "open_past"]
        could = forms["could"][number]
        return str(pattern.format(subject=subject, past=past, base=base, could=could))
    if event.certainty == "possible":
        return say("may", base) if future else say("may_have", done)
    return say("expected" if event.certainty == "probable" else "planned", base)


def _verb_phrase(d: Development, event: Event, names: Names) -> tuple[str, str, str]:
    """Return past, base form and participle with the words that follow."""
    acts = phrase_table()["acts"][d.event_type]
    words = _words(d, event)
    recipient = name_in_text(d.recipient, names)
    for past, forms in acts.get("plain", {}).items():
        if words & {past, *forms}:
            rest = "each other" if d.symmetric else recipient
            return f"{past} {rest}", f"{forms[0]} {rest}", f"{past} {rest}"
    phrase = next(p for p in acts["phrases"] if _fits(p, d, words))
    rest = phrase["joint"] if d.symmetric else phrase["directed"].format(recipient=recipient)
    past, base, done = (*phrase["verb"], phrase["verb"][0])[:3]
    return f"{past} {rest}".strip(), f"{base} {rest}".strip(), f"{done} {rest}".strip()


def _negated(d: Development, event: Event, names: Names) -> str | None:
    """Return what follows "did not" where the negation belongs to the act: will not allow."""
    acts = phrase_table()["acts"][d.event_type]
    words = _words(d, event)
    phrase = next(p for p in acts["phrases"] if _fits(p, d, words))
    pattern: str | None = phrase.get("negated")
    return pattern.format(recipient=name_in_text(d.recipient, names)) if pattern else None


def _words(d: Development, event: Event) -> set[str]:
    """Return the words of the trigger; none where its sentence tells the act from another side."""
    told_by_one = d.symmetric and not event.symmetric
    if told_by_one or (not d.symmetric and event.actor.code != d.actor):
        return set()
    return set(_WORD.findall(event.trigger.text.lower()))


def _fits(phrase: Mapping[str, Any], d: Development, words: set[str]) -> bool:
    if "mode" in phrase and phrase["mode"] != d.mode:
        return False
    if phrase.get("symmetric", d.symmetric) != d.symmetric:
        return False
    return "triggers" not in phrase or not words.isdisjoint(phrase["triggers"])


def when_words(date: DateInterval | None, reported: dt.date | None) -> str:
    """Return when something was or is to be, as it stands in a sentence.

    >>> when_words(DateInterval(dt.date(2022, 2, 1), dt.date(2022, 2, 28), "month", ""), None)
    'in February 2022'
    """
    if date is None or (date.earliest is None and date.latest is None):
        return f"undated, reported on {date_words(reported)}" if reported else "undated"
    first, last = date.earliest, date.latest
    if first is None:
        return f"by {date_words(last)}" if last else "undated"
    if last is None:
        return f"from {date_words(first)} on"
    if first == last:
        return f"on {date_words(first)}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.year, first.month) == (last.year, last.month):
            return f"in {first:%B %Y}"
        if (first.year, first.month, last.month) == (last.year, 1, 12):
            return f"in {first.year}"
    if first.year != last.year:
        return f"between {date_words(first)} and {date_words(last)}"
    begun = str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
    return f"between {begun} and {date_words(last)}"


def when_label(date: DateInterval | None, reported: dt.date | None) -> str:
    """Return the same to stand before a statement.

    >>> when_label(None, dt.date(2022, 4, 30))
    'Undated, reported on 30 April 2022'
    """
    words = when_words(date, reported)
    return begin(words.removeprefix("on ").removeprefix("in "))


def source_words(source: Source, names: Names) -> str:
    """Return one source of a chain in words, as the text calls it where that is a name."""
    text = " ".join(source.text.split())
    if not text or text.lower() in phrase_table()["pronouns"]:
        state = f" for {name_in_text(source.code, names)}" if source.code else ""
        return f"a speaker{state} named in the text"
    if len(text) > MOST_LETTERS:
        text = f"{text[: MOST_LETTERS - 1].rstrip()}…"
    if source.kind != "anonymous" or _UNNAMED.search(text):
        return text
    if _ARTICLE.match(text):
        return _ARTICLE.sub("an unnamed ", text)
    return f"{text} (unnamed)"


def chain_words(outlet: str | None, chain: Sequence[Source], names: Names) -> str:
    """Return who says so, the article's outlet first and the source nearest to the act last.

    >>> chain_words("The Daily", [Source("anonymous", "a senior official")], {})
    'The Daily, citing an unnamed senior official'
    """
    links = [source_words(source, names) for source in chain if source.kind != "author"]
    told = list(dict.fromkeys(reversed(links)))
    return ", citing ".join([outlet or "an outlet without a name", *told])
