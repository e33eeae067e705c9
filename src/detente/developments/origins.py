"""Reports of one development into independent origins: who knew of it, apart from whom.

One wire, one official voice, one quotation and one text are one origin, however many carry them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from detente.codebooks import read_rows
from detente.codebooks.outlets import find_outlet
from detente.developments.reports import Report
from detente.developments.words import WORD
from detente.records import Source

QUOTED_WORDS = 5  # a quotation so long is recognised
SAME_SENTENCE = 0.5  # share of word 3-shingles from which two sentences have one author
SENTENCE_WORDS = 8  # shorter sentences are alike by chance
_QUOTATION = re.compile(r"[\"“]([^\"“”]+)[\"”]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports that go back to one source. `name` says to which, in words."""

    name: str
    reports: tuple[Report, ...]


def find_origins(reports: Sequence[Report]) -> list[Origin]:
    """Return the independent origins of the reports, in the order of their first report.

    Two reports share an origin when they carry one text, credit one wire, rest on one official
    voice, one quotation or nearly one sentence, or come from one outlet that names no source.
    """
    parent = list(range(len(reports)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    holders: dict[str, int] = {}
    voices: dict[str, str] = {}
    for report in reports:
        chain = report.event.source_chain
        if chain and (voice := _voice(chain[0])):
            voices.setdefault(report.article_id, voice)
    keys = [_keys(report, voices.get(report.article_id)) for report in reports]
    for n, names in enumerate(keys):
        for name in names:
            parent[root(n)] = root(holders.setdefault(name, n))
    for a, b in _same_sentences(reports):
        parent[root(b)] = root(a)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for n in range(len(reports)):
        members[root(n)].append(n)
    return [
        Origin(_name(keys[n] for n in held), tuple(reports[n] for n in held))
        for held in sorted(members.values(), key=min)
    ]


def _name(keys: Iterable[Sequence[str]]) -> str:
    """Return in words where the reports come from."""
    spoken = sorted({key for names in keys for key in names if not key.startswith(("text", "quo"))})
    return ", ".join(spoken) or "the article alone"


def _keys(report: Report, voice_beside: str | None) -> tuple[str, ...]:
    """Return the names under which a report meets others of the same origin.

    The nearest source is the origin, whichever way its words came. Where the article itself
    vouches it is the wire that it credits, else the outlet and the text; and the first source that the
    same article names for the act, on which its own words rest.
    """
    chain = report.event.source_chain
    quotations = [f"quotation {quote}" for quote in _quotations(report.sentence)]
    voice = _voice(chain[0]) if chain else None
    if voice:
        return (voice, *quotations)
    outlet = find_outlet(report.outlet)
    if outlet.kind == "government" and outlet.code:
        return (f"voice of {outlet.code}", *quotations)
    keys = [f"text {report.reprint_of or report.base_id}", *quotations]
    wires = wires_of(report)
    if voice_beside:
        keys.append(voice_beside)
    elif wires:
        keys += [f"wire {name}" for name in wires]
    elif report.outlet:
        keys.append(f"outlet {outlet.name}")
    return tuple(keys)


def _voice(source: Source) -> str | None:
    """Return the key of a source: a wire or paper, an official voice, a person, an unnamed one."""
    if source.kind == "outlet":
        outlet = find_outlet(source.text)
        return f"{'wire' if outlet.kind == 'agency' else 'paper'} {outlet.name}"
    if source.kind == "anonymous":
        # nobody can tell whether the unnamed sources of two papers are two
        return f"unnamed source, {source.code}" if source.code else None
    if source.code and source.kind in ("role", "collective", "document", "named"):
        return f"voice of {source.code}"
    words = [match[0] for match in WORD.finditer(source.text) if match[0][0].isupper()]
    return f"voice {words[-1]}" if source.kind == "named" and words else None


def wires_of(report: Report) -> list[str]:
    """Return the news agencies to which a report goes back: its outlet, its credits, its sources."""
    names = [report.outlet or ""]
    names += [match[1] for match in _credits().finditer(report.sentence)]
    names += [source.text for source in report.event.source_chain if source.kind == "outlet"]
    found = (find_outlet(name) for name in names)
    return sorted({outlet.name for outlet in found if outlet.kind == "agency"})


@cache
def _credits() -> re.Pattern[str]:
    """Match a credit in brackets: "(Reuters)"."""
    agencies = [row for row in read_rows("outlets.csv") if row["kind"] == "agency"]
    names = {
        name for row in agencies for name in (row["outlet"], *row["aliases"].split(";")) if name
    }
    joined = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\(({joined})\)", re.IGNORECASE)


def _quotations(sentence: str) -> list[str]:
    found = ([w[0].lower() for w in WORD.finditer(m[1])] for m in _QUOTATION.finditer(sentence))
    return [" ".join(words[:QUOTED_WORDS]) for words in found if len(words) >= QUOTED_WORDS]


def _same_sentences(reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Yield pairs of reports whose sentences are nearly the same."""
    if len(reports) < 2:
        return
    shingles = []
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for n, report in enumerate(reports):
        words = [match[0].lower() for match in WORD.finditer(report.sentence)]
        own = {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}
        shingles.append(own if len(words) >= SENTENCE_WORDS else set())
        for shingle in shingles[-1]:
            holders[shingle].append(n)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for held in holders.values():
        # one for each pair would be too many where hundreds share a phrase
        for a, b in zip(held, held[1:], strict=False):
            shared[a, b] += 1
        for b in held[2:]:
            shared[held[0], b] += 1
    for (a, b), count in shared.items():
        if count >= SAME_SENTENCE * min(len(shingles[a]), len(shingles[b])):
            yield a, b
