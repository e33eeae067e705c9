"""Who an outlet is: the state in which it sits or for which it speaks, its kind, its grade.

The table knows some; of the others the name tells what it tells: "Ministry of Foreign Affairs of
Kazakhstan", "Bangkok Gazette".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from detente.codebooks import read_rows

OutletKind = Literal["press", "agency", "government", "aggregator"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """One row of `outlets.csv`; `reliability` is A to F, F when nothing is known."""

    name: str
    code: str | None = None
    kind: OutletKind = "press"
    reliability: str = "F"


@cache
def _outlets() -> dict[str, Outlet]:
    table = {}
    for row in read_rows("outlets.csv"):
        outlet = Outlet(row["outlet"], row["code"] or None, row["kind"], row["reliability"])  # type: ignore[arg-type]  # checked by the schema test
        for name in (row["outlet"], *row["aliases"].split(";")):
            if name:
                table[name.casefold()] = outlet
    return table


_OFFICIAL = re.compile(
    r"\b(?:minist(?:ry|er)|presiden(?:t|cy)|premier|chancellery|foreign (?:affairs|office)|embassy|government|cabinet|"
    r"secretariat|white house|state department|department of (?:state|defen[cs]e|foreign affairs))\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\b(?:news|press|telegraph) agency\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_LONGEST = 4  # words of a state's name that are looked for


@cache
def _states() -> dict[str, str]:
    """Return the codes of the phrases that name a state, its people or its capital."""
    kinds = ("name", "adjective", "capital")
    rows = read_rows("names.csv")
    return {
        row["phrase"].casefold(): row["code"]
        for row in rows
        if row["kind"] in kinds and not row["flag"] and not row["until"]
    }


@lru_cache(maxsize=4096)
def _by_name(name: str) -> Outlet:
    """Return what the name of an unknown outlet tells: the state that it names last, and its kind."""
    words = [word.casefold() for word in _WORDS.findall(name)]
    spans = [
        (end, end - start, _states().get(" ".join(words[start:end])))
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
    ]
    code = max(((end, size, code) for end, size, code in spans if code), default=(0, 0, None))[2]
    if _AGENCY.search(name):
        return Outlet(name, code, "agency")
    return Outlet(name, code, "government" if code and _OFFICIAL.search(name) else "press")


def find_outlet(name: str | None) -> Outlet:
    """Return what is known of an outlet; an unknown one has grade F, and the state that it names.

    >>> find_outlet("Express Tribune").reliability
    'B'
    >>> find_outlet("Somebody's blog")
    Outlet(name="Somebody's blog", code=None, kind='press', reliability='F')
    >>> find_outlet("Ministry of Foreign Affairs (Astana)")
    Outlet(name='Ministry of Foreign Affairs (Astana)', code='KAZ', kind='government', reliability='F')
    >>> find_outlet("South Sudan Gazette").code, find_outlet("Papua New Guinea Gazette").code
    ('SSD', 'PNG')
    """
    if not name:
        return Outlet("")
    key = name.casefold().strip()
    return _outlets().get(key) or _outlets().get(key.removeprefix("the ")) or _by_name(name)
