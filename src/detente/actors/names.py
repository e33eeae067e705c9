"""From tokens to the mentions that names, offices and persons make.

Names come from the gazetteer, offices and persons from the text itself ("Foreign Minister
Sergey Lavrov", "Chile's envoy"); a person named once is known by the surname afterwards.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from detente.actors.gazetteer import Entry, Gazetteer, Term, load_gazetteer, surname_of, tokenize
from detente.codebooks import read_table
from detente.records import Mention, Sentence

# Lower-case words that belong inside a person's name.
PARTICLES = frozenset("al el bin ibn van von de der ben da di du dos ul ur bint abu".split())
LINKS = frozenset(
    ["of", "for", "the", "and", "Foreign", "External", "Affairs", "Republic", "Kingdom", "State"]
)
# Words that open a sentence in capitals without being part of a name.
OPENERS = frozenset(
    """a after although although an and as at because before both but by despite during earlier even
    for from had has have he her his however i if in instead into is it its last later like many
    meanwhile more most neither new no nor not now of off on once one only or other our out over
    she since so some still such than that the their then there these they this those though to
    today tomorrow under until we what when where whether which while who why will with yesterday
    yet you""".split()
)
PLACE_CUES = frozenset(["in", "at", "near", "from", "outside", "around"])


@dataclass(slots=True)
class Tokens:
    """The tokens of an article with their offsets and the first token of every sentence."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    firsts: frozenset[int]

    def is_name_word(self, index: int) -> bool:
        """Whether the token may be part of a person's name."""
        if not 0 <= index < len(self.words):
            return False
        word = self.words[index]
        return word[0].isupper() and word.isalpha() and not (len(word) > 3 and word.isupper())


@dataclass(slots=True)
class Memory:
    """What the article has told so far: who is who."""

    day: dt.date | None
    people: dict[str, Mention] = field(default_factory=dict)  # surname or full name -> mention

    def remember(self, name: str, mention: Mention) -> None:
        """Keep a person under the full name and the surname."""
        self.people[name] = mention
        parts = name.split()
        for last in (surname_of(name), parts[-1], *parts[1:-1]):
            if len(last) > 2 and last.lower() not in PARTICLES:
                self.people.setdefault(last, mention)


@cache
def modifiers() -> frozenset[str]:
    """Return the words that may stand between a country and an office: "the new", "deputy"."""
    return frozenset(read_table("offices.toml")["modifiers"]["words"])


@cache
def _titles() -> frozenset[str]:
    return frozenset(read_table("offices.toml")["titles"]["words"])


@cache
def _accredited() -> frozenset[str]:
    return frozenset(read_table("offices.toml")["accredited"]["offices"])


def sentence_tokens(text: str, sentences: Sequence[Sentence]) -> Tokens:
    """Return the tokens of `text`, knowing where sentences begin."""
    words, starts, ends = tokenize(text)
    known = load_gazetteer().matcher.begins_with
    words = [
        # headlines and datelines in capitals: "ISLAMABAD:"
        word.capitalize() if len(word) > 3 and word.isupper() and not known(word) else word
        for word in words
    ]
    firsts = {bisect_right(starts, sent.start - 1) for sent in sentences}
    return Tokens(words, starts, ends, frozenset(firsts))


def _make(
    text: str,
    start: int,
    end: int,
    code: str,
    kind: str,
    gazetteer: Gazetteer,
    *,
    office: str | None = None,
    person: str | None = None,
    why: str,
) -> Mention:
    return Mention(
        start,
        end,
        text[start:end],
        code,
        gazetteer.names.get(code, code),
        kind,  # type: ignore[arg-type]  # literal checked by the callers below
        office,
        person,
        why,
    )


def _is_other_person(tokens: Tokens, first: int) -> bool:
    """Whether a one-word hit is really part of somebody's name ("Michael Jordan")."""
    before = first - 1
    if first in tokens.firsts or not tokens.is_name_word(before):
        return False
    return before not in tokens.firsts or tokens.words[before].lower() not in OPENERS


def _keep(tokens: Tokens, first: int, after: int, entry: Entry) -> bool:
    if entry.code is None:
        return False
    if entry.kind == "surname":
        if tokens.is_name_word(after) and tokens.words[after] not in ("Jr", "Sr"):
            return False
        return _behind_title(tokens, first) or not _is_other_person(tokens, first)
    if entry.flag == "ambiguous":
        if after < len(tokens.words) and tokens.is_name_word(after) and after - first == 1:
            return False
        return not _is_other_person(tokens, first)
    return True


def _person_after(tokens: Tokens, index: int, taken: dict[int, Entry]) -> int:
    """Return the token after a person's name that starts at `index` (or `index` when none)."""
    at = index
    while at < len(tokens.words) and at - index < 7:
        word = tokens.words[at]
        if at in taken and taken[at].kind not in ("person", "surname"):
            break
        joined = at > index and tokens.starts[at] == tokens.ends[at - 1]
        if tokens.is_name_word(at) or (at > index and word.lower() in PARTICLES):
            at += 1
        elif (
            joined
            and word in ("-", "'")
            or (word == "." and len(tokens.words[at - 1]) == 1 and at > index)
        ):
            at += 1
        elif joined and tokens.words[at - 1] in ("-", "'") and word.isalpha() and word != "s":
            at += 1
        else:
            break
    while at > index and (tokens.words[at - 1] in ("-", "'") or tokens.words[at - 1] in PARTICLES):
        at -= 1
    return at


def _country_left(
    tokens: Tokens, first: int, ends_at: dict[int, tuple[int, Entry]]
) -> tuple[int, Entry] | None:
    """Return (first token, entry) of a country named before an office ("the new Iranian ...")."""
    at, between = first, modifiers()
    for _ in range(6):
        if at in ends_at:
            return ends_at[at]
        word = tokens.words[at - 1] if at > 0 else ""
        if word in ("'", "-") or (word == "s" and at > 1 and tokens.words[at - 2] == "'"):
            at -= 1
        elif word.lower() in between:
            at -= 1
        else:
            return None
    return None


def _country_right(
    tokens: Tokens, after: int, starts_at: dict[int, tuple[int, Entry]]
) -> tuple[int, Entry] | None:
    """Return (token after, entry) of a country named behind an office ("President of Chile")."""
    at = after
    if at >= len(tokens.words) or tokens.words[at] not in ("of", "for"):
        return None
    for _ in range(8):
        at += 1
        if at in starts_at and tokens.words[at - 1] in ("of", "the"):
            return starts_at[at]
        if at >= len(tokens.words) or tokens.words[at] not in LINKS:
            return None
    return None


def _sender(
    tokens: Tokens,
    left: tuple[int, Entry] | None,
    entry: Entry,
    ends_at: dict[int, tuple[int, Entry]],
) -> tuple[int, Entry] | None:
    """Return the country in "Representative of Chile to the UN Ambassador Jara"."""
    if left is None or left[1].kind != "organisation" or entry.office not in _accredited():
        return None
    at = left[0]
    at -= at > 0 and tokens.words[at - 1] == "the"
    if at > 0 and tokens.words[at - 1] == "to":
        return ends_at.get(at - 1)
    return None


def _choose_entries(
    hits: list[tuple[int, int, Entry]], tokens: Tokens, memory: Memory, gazetteer: Gazetteer
) -> list[tuple[int, int, Entry]]:
    """Settle phrases that stand for several actors.

    What was valid that day wins, then what is named elsewhere in the article; a city that is the
    seat of an organisation stands for the organisation unless a place word stands before it.
    """
    sure = {entry.code for _, _, entry in hits if not entry.flag}

    def choose(first: int, entry: Entry) -> Entry:
        options = gazetteer.phrases.get(entry.phrase, ())
        if len(options) < 2 or entry.kind in ("person", "surname"):
            return entry
        as_place = first > 0 and tokens.words[first - 1] in PLACE_CUES
        return min(
            options,
            key=lambda o: (
                not o.holds_on(memory.day),
                o.flag == "seat_of" and (o.kind in ("seat", "organisation")) == as_place,
                o.code not in sure,
                bool(o.flag),
            ),
        )

    chosen = [(first, after, choose(first, entry)) for first, after, entry in hits]
    return [
        hit
        for hit in chosen
        if hit[2].flag != "ambiguous" or hit[2].kind in CERTAIN_KINDS or hit[2].code in sure
    ]


# An ambiguous phrase of another kind ("Foreign Office", "Salem") needs its actor named elsewhere.
CERTAIN_KINDS = frozenset(["name", "adjective", "people", "capital", "organisation", "group"])
STATE_KINDS = frozenset(
    "name adjective people capital seat nickname former organisation group city".split()
)


def find_names(text: str, tokens: Tokens, memory: Memory) -> list[Mention]:
    """Return the mentions that names, offices and persons make, in order, without pronouns."""
    gazetteer = load_gazetteer()
    hits = [h for h in gazetteer.matcher.find(tokens.words) if _keep(tokens, *h)]
    hits = _choose_entries(hits, tokens, memory, gazetteer)
    taken = {i: entry for first, after, entry in hits for i in range(first, after)}
    ends_at = {after: (first, entry) for first, after, entry in hits if entry.kind in STATE_KINDS}
    starts_at = {first: (after, entry) for first, after, entry in hits if entry.kind in STATE_KINDS}
    found: dict[int, Mention] = {}
    covered: set[int] = set()
    for first, after, entry in gazetteer.offices.find(tokens.words):
        if any(i in taken for i in range(first, after)):
            continue
        mention, span = _read_office(
            text, tokens, first, after, entry, taken, ends_at, starts_at, memory
        )
        if mention and not any(i in covered for i in range(*span)):
            found[span[0]] = mention
            covered.update(range(*span))
    for first, after, entry in hits:
        if first in covered or entry.code is None:
            continue
        found[first] = _read_hit(text, tokens, first, after, entry, memory)
        covered.update(range(first, after))
    for first, mention in _titled_surnames(text, tokens, covered, memory, found.values()):
        found[first] = mention
        covered.add(first)
    found.update(_surnames_again(text, tokens, covered, memory))
    return [found[first] for first in sorted(found)]


def _read_hit(
    text: str, tokens: Tokens, first: int, after: int, entry: Entry, memory: Memory
) -> Mention:
    gazetteer = load_gazetteer()
    start, end = tokens.starts[first], tokens.ends[after - 1]
    assert entry.code is not None
    namesake = memory.people.get(entry.phrase)
    if namesake is not None and (entry.kind == "city" or entry.flag):
        why = f"{namesake.person} named before"
        return replace(namesake, start=start, end=end, text=text[start:end], kind="person", why=why)
    if entry.kind not in ("person", "surname"):
        why = f"{entry.kind} of {gazetteer.names.get(entry.code, entry.code)} (gazetteer)"
        return _make(text, start, end, entry.code, "name", gazetteer, why=why)
    terms = gazetteer.people.get(entry.phrase) or gazetteer.surnames.get(entry.phrase, ())
    term = gazetteer.best_term(terms, memory.day)
    assert term is not None
    return _person_mention(text, start, end, term, entry.phrase, memory)


def _person_mention(
    text: str, start: int, end: int, term: Term, name: str, memory: Memory
) -> Mention:
    why = f"{term.person}, {term.office} of {term.code} {term.since or ''}..{term.until or ''} (table)"
    mention = _make(
        text, start, end, term.code, "person", load_gazetteer(),
        office=term.office, person=term.person, why=why,
    )  # fmt: skip
    memory.remember(name, mention)
    return mention


def _read_office(
    text: str,
    tokens: Tokens,
    first: int,
    after: int,
    entry: Entry,
    taken: dict[int, Entry],
    ends_at: dict[int, tuple[int, Entry]],
    starts_at: dict[int, tuple[int, Entry]],
    memory: Memory,
) -> tuple[Mention | None, tuple[int, int]]:
    """Read an office with its country and its holder: "Pakistani Foreign Minister Ishaq Dar"."""
    gazetteer = load_gazetteer()
    left = _country_left(tokens, first, ends_at)
    if left and left[1].kind == "organisation" and entry.office in _accredited():
        left = _country_left(tokens, left[0], ends_at) or left  # "Pakistan's UN envoy"
    sender = _sender(tokens, left, entry, ends_at)
    right = None if left else _country_right(tokens, after, starts_at)
    country = sender or left or right
    begin = left[0] if left and not sender else first
    name_at = right[0] if right else after
    name_end = _person_after(tokens, name_at, taken)
    span_end = max(name_end, name_at)
    name = text[tokens.starts[name_at] : tokens.ends[name_end - 1]] if name_end > name_at else None
    code = country[1].code if country else None
    known = _known_person(name, entry.office, code, memory) if name else None
    if code is None and known is None:
        return None, (first, after)
    if known is not None:
        code = known.code
    assert code is not None
    span = (begin, span_end)
    start, end = tokens.starts[begin], tokens.ends[span_end - 1]
    why = f"{entry.phrase} of {gazetteer.names.get(code, code)} (office read from the text)"
    mention = _make(
        text, start, end, code, "person" if name else "office", gazetteer,
        office=entry.office, person=known.person if known and known.person else name, why=why,
    )  # fmt: skip
    if name:
        memory.remember(name, mention)
    else:
        _remember_apposition(text, tokens, begin, span_end, mention, memory, taken)
    return mention, span


def _remember_apposition(
    text: str,
    tokens: Tokens,
    begin: int,
    after: int,
    mention: Mention,
    memory: Memory,
    taken: dict[int, Entry],
) -> None:
    """Learn "Abbas Araghchi, the Iranian foreign minister" and "the envoy, Lakhdar Brahimi,"."""
    if after + 1 < len(tokens.words) and tokens.words[after] == ",":
        end = _person_after(tokens, after + 1, taken)
        if end - after - 1 >= 2:
            memory.remember(text[tokens.starts[after + 1] : tokens.ends[end - 1]], mention)
    at = begin - 1
    if at > 0 and tokens.words[at] == "the":
        at -= 1
    if at > 1 and tokens.words[at] == ",":
        start = at
        while (
            start > 0
            and at - start < 5
            and tokens.is_name_word(start - 1)
            and start - 1 not in taken
        ):
            start -= 1
        if at - start >= 2:
            memory.remember(text[tokens.starts[start] : tokens.ends[at - 1]], mention)


def _known_person(
    name: str, office: str | None, code: str | None, memory: Memory
) -> Mention | None:
    """Return the person that a name stands for, from the article first, then from the table."""
    seen = memory.people.get(name) or memory.people.get(surname_of(name))
    if seen is not None and (code is None or seen.code == code):
        return seen
    gazetteer = load_gazetteer()
    terms = (
        gazetteer.people.get(name)
        or gazetteer.surnames.get(name)
        or gazetteer.surnames.get(surname_of(name), ())
    )
    terms = tuple(t for t in terms if _may_be_called(t.person, name))
    if office:
        same = tuple(t for t in terms if t.office == office)
        terms = same or terms
    term = gazetteer.best_term(terms, memory.day, code)
    if term is None or (code is None and term.distance(memory.day) > 3650):
        return None
    why = f"{term.person}, {term.office} of {term.code} (table)"
    return Mention(
        0,
        0,
        name,
        term.code,
        gazetteer.names.get(term.code, term.code),
        "person",
        term.office,
        term.person,
        why,
    )


def _may_be_called(person: str, name: str) -> bool:
    """Whether a full name may be the person's: "Aneesuddin Ahmed" is not Asim Iftikhar Ahmad."""
    first = name.split()[0]
    return " " not in name or first in person or first[0] == person[0]


def _titled_surnames(
    text: str, tokens: Tokens, covered: set[int], memory: Memory, found: Iterable[Mention]
) -> list[tuple[int, Mention]]:
    """Find "Mr Bush": a surname behind a title, of one in office that day whose state the text names."""
    named = {mention.code for mention in found}
    people = load_gazetteer().surnames
    titled: list[tuple[int, Mention]] = []
    for i, word in enumerate(tokens.words):
        if i in covered or word not in people or not _behind_title(tokens, i):
            continue
        if tokens.is_name_word(i + 1) or word in memory.people:
            continue
        terms = [t for t in people[word] if t.distance(memory.day) == 0 and t.code in named]
        if len({t.code for t in terms}) == 1:
            start, end = tokens.starts[i], tokens.ends[i]
            titled.append((i, _person_mention(text, start, end, terms[0], word, memory)))
    return titled


def _behind_title(tokens: Tokens, index: int) -> bool:
    before = tokens.words[max(0, index - 2) : index]
    return bool(before) and (
        before[-1] in _titles() or (before[-1] == "." and before[0] in _titles())
    )


def _surnames_again(
    text: str, tokens: Tokens, covered: set[int], memory: Memory
) -> list[tuple[int, Mention]]:
    """Find persons named before by their surname alone."""
    again: list[tuple[int, Mention]] = []
    for i, word in enumerate(tokens.words):
        known = memory.people.get(word)
        if known is None or i in covered or not word[0].isupper():
            continue
        if (
            tokens.is_name_word(i - 1)
            and i not in tokens.firsts
            and i - 1 not in tokens.firsts
            and i - 1 not in covered
            and tokens.words[i - 1] not in _titles()
        ):
            first_name = (known.person or "").split()[:1]
            if [tokens.words[i - 1]] != first_name:
                continue
        again.append((i, Mention(tokens.starts[i], tokens.ends[i], word, known.code, known.name, "person",
                                 known.office, known.person, f"{known.person} named before")))  # fmt: skip
    return again
