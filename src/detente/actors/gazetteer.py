"""The gazetteer: from phrases to actors. Codebooks in, a phrase matcher and a person index out.

Matching is on word tokens, case-sensitive, longest phrase first, so that "United Arab Emirates"
is never "Arab". Entries carry validity dates; look-ups take a date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from detente.codebooks import read_rows, read_table

TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-", "–": "-", "—": "-", "‒": "-"}
)
LEADER_TABLES = ("leaders_west.csv", "leaders_east.csv")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one phrase stands for. `code` None marks a homonym: matched, then dropped."""

    phrase: str
    code: str | None
    kind: str
    flag: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    office: str | None = None

    def holds_on(self, day: dt.date | None) -> bool:
        """Whether the entry is valid on `day`; an unknown day is always inside."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office from one day to another."""

    person: str
    code: str
    office: str
    since: dt.date | None
    until: dt.date | None

    def distance(self, day: dt.date | None) -> int:
        """Days between `day` and the term, 0 inside it; terms to come count four times."""
        if day is None:
            return 0
        if self.since and day < self.since:
            return (self.since - day).days * 4
        if self.until and day > self.until:
            return (day - self.until).days
        return 0


def to_day(text: str, *, end: bool = False) -> dt.date | None:
    """Return the first (or last) day of an ISO year, month or day; None when empty."""
    parts = [int(part) for part in text.split("-") if part] if text else []
    if not parts:
        return None
    if len(parts) == 3:
        return dt.date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else (12 if end else 1)
    if not end:
        return dt.date(year, month, 1)
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return after - dt.timedelta(days=1)


def tokenize(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return the word and punctuation tokens of `text` with their start and end offsets."""
    words, starts, ends = [], [], []
    for match in TOKEN.finditer(text.translate(STRAIGHT)):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
    return words, starts, ends


class PhraseMatcher:
    """Find phrases in a token list, longest first, no overlaps."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        self._sorted = False

    def add(self, phrase: str, entry: Entry) -> None:
        """Add a phrase; of two entries for one phrase the first one added wins."""
        tokens = tuple(tokenize(phrase)[0])
        if tokens:
            self._by_first[tokens[0]].append((tokens, entry))
            self._sorted = False

    def begins_with(self, word: str) -> bool:
        """Whether some phrase begins with this word."""
        return word in self._by_first

    def find(self, words: list[str]) -> Iterator[tuple[int, int, Entry]]:
        """Yield (first token, token after the last, entry) from left to right."""
        if not self._sorted:
            for phrases in self._by_first.values():
                phrases.sort(key=lambda option: -len(option[0]))
            self._sorted = True
        position, by_first = 0, self._by_first
        while position < len(words):
            options = by_first.get(words[position])
            hit = None
            if options:
                hit = next(
                    (o for o in options if tuple(words[position : position + len(o[0])]) == o[0]),
                    None,
                )
            if hit is None:
                position += 1
            else:
                yield position, position + len(hit[0]), hit[1]
                position += len(hit[0])


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All tables, ready for look-up."""

    matcher: PhraseMatcher
    offices: PhraseMatcher
    names: dict[str, str]  # code -> name
    kinds: dict[str, str]  # code -> state, organisation or group
    phrases: dict[str, tuple[Entry, ...]]
    people: dict[str, tuple[Term, ...]]  # full name or alias -> terms
    surnames: dict[str, tuple[Term, ...]]  # surname -> terms, to be used beside an office
    trusted: frozenset[str]  # surnames that stand alone

    def best_term(
        self, terms: tuple[Term, ...], day: dt.date | None, code: str | None = None
    ) -> Term | None:
        """Return the term nearest to `day`, of `code` when one is asked for."""
        fitting = [term for term in terms if code is None or term.code == code]
        return min(fitting, key=lambda term: term.distance(day), default=None)


def surname_of(person: str) -> str:
    """Return the words of a full name that stand for the person later in the text."""
    parts = person.split()
    particles = {
        "al",
        "el",
        "bin",
        "ibn",
        "van",
        "von",
        "de",
        "der",
        "ben",
        "al-",
        "da",
        "di",
        "ul",
    }
    first = len(parts) - 1
    while first > 1 and parts[first - 1].lower() in particles:
        first -= 1
    return " ".join(parts[first:])


def _leaders() -> Iterator[tuple[str, list[str], Term]]:
    for table in LEADER_TABLES:
        for row in read_rows(table):
            term = Term(
                row["person"],
                row["code"],
                row["office"],
                to_day(row["since"]),
                to_day(row["until"], end=True),
            )
            yield row["person"], [a for a in row["aliases"].split(";") if a], term


# East Asian names come family name first: the family name is what news repeats.
FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "HKG", "SGP", "KHM"})


def _surname(person: str, code: str) -> str:
    parts = person.split()
    if code in FAMILY_FIRST and len(parts) in (2, 3):
        return parts[0]
    return surname_of(person)


@cache
def load_gazetteer() -> Gazetteer:
    """Read the codebooks once and return the gazetteer."""
    matcher, offices = PhraseMatcher(), PhraseMatcher()
    phrases: dict[str, list[Entry]] = defaultdict(list)
    people: dict[str, list[Term]] = defaultdict(list)
    surnames: dict[str, list[Term]] = defaultdict(list)
    trusted: set[str] = set()
    for row in read_rows("homonyms.csv"):
        matcher.add(row["phrase"], Entry(row["phrase"], None, "homonym", row["reason"]))
    entities = list(read_rows("entities.csv"))
    for row in read_rows("names.csv"):
        entry = Entry(
            row["phrase"],
            row["code"],
            row["kind"],
            row["flag"] or "",
            to_day(row["since"]),
            to_day(row["until"], end=True),
        )
        phrases[row["phrase"]].append(entry)
        matcher.add(row["phrase"], entry)
    for person, aliases, term in _leaders():
        for name in (person, *aliases):
            if name.startswith("~"):
                trusted.add(name[1:])
                surnames[name[1:]].append(term)
                matcher.add(name[1:], Entry(name[1:], term.code, "surname"))
                continue
            people[name].append(term)
            if " " in name or len(name) > 4:
                matcher.add(name, Entry(name, term.code, "person"))
            surnames[_surname(name, term.code)].append(term)
    for phrase, office in read_table("offices.toml")["offices"].items():
        for form in {phrase, phrase.title(), phrase.capitalize(), phrase.upper()}:
            offices.add(form, Entry(form, None, "office", office=office))
    return Gazetteer(
        matcher,
        offices,
        {row["code"]: row["name"] for row in entities},
        {row["code"]: row["kind"] for row in entities},
        {key: tuple(value) for key, value in phrases.items()},
        {key: tuple(value) for key, value in people.items()},
        {key: tuple(value) for key, value in surnames.items()},
        frozenset(trusted),
    )


def is_place(phrase: str) -> bool:
    """Whether a phrase, whatever its case, names a capital, a seat of government or a city."""
    entries = load_gazetteer().phrases.get(phrase.title(), ())
    return any(entry.kind in ("capital", "seat", "city") for entry in entries)
