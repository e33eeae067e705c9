"""Groups of states whose members the article names: "Arab ministers", "the three countries".

News names the members once, in a list ("Jordan, Egypt, Saudi Arabia and Bahrain"), and the group
elsewhere. A group of two to four members stands for each of them; one whose members are not listed
stands for nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from detente.actors.gazetteer import load_gazetteer
from detente.codebooks import read_table
from detente.records import Mention

MOST_MEMBERS = 4
_BETWEEN = re.compile(r",?\s*(?:and|as well as|plus|&)?\s*(?:the\s+)?\Z")
_NUMBERS = {"two": 2, "three": 3, "four": 4}


@cache
def _members() -> dict[str, frozenset[str]]:
    table = read_table("regions.toml")["members"]
    return {region: frozenset(codes.split()) for region, codes in table.items()}


@cache
def _pattern() -> re.Pattern[str]:
    regions = "|".join(sorted((re.escape(r) for r in _members()), key=len, reverse=True))
    words = read_table("regions.toml")["nouns"]["words"]
    nouns = "|".join(sorted(words, key=len, reverse=True))
    numbers = "|".join(n for n in _NUMBERS if n != "two")  # "the two sides" is for coreference
    return re.compile(
        rf"\b(?:(?P<region>{regions})\s+|(?:the|all)\s+(?P<number>{numbers})\s+)(?:\w+\s+)??(?:{nouns})\b",
        re.IGNORECASE,
    )


def find_groups(text: str, named: Sequence[Mention]) -> list[Mention]:
    """Return one mention a member for each group whose members the text lists, by `start`."""
    lists = _listed(text, named)
    if not lists:
        return []
    found: list[Mention] = []
    for match in _pattern().finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in named):
            continue
        found.extend(_mentions(match, _chosen(match, lists)))
    return found


def _listed(text: str, named: Sequence[Mention]) -> list[list[Mention]]:
    """Return the lists of two and more states that the text strings together."""
    kinds = load_gazetteer().kinds
    lists: list[list[Mention]] = []
    current: list[Mention] = []
    for mention in named:
        if mention.kind != "name" or kinds.get(mention.code) != "state":
            continue
        joined = current and _BETWEEN.match(text, current[-1].end, mention.start)
        if not (joined and text[current[-1].end : mention.start].strip()):
            current = []
            lists.append(current)
        if mention.code not in {m.code for m in current}:
            current.append(mention)
    return [one for one in lists if len(one) > 1]


def _chosen(match: re.Match[str], lists: Sequence[Sequence[Mention]]) -> list[Mention]:
    """Return the members of a group: those of the nearest list that fits it."""
    region, number = match["region"], match["number"]
    fitting = []
    for one in lists:
        if region:
            members = [m for m in one if m.code in _members()[" ".join(region.lower().split())]]
            fits = 2 <= len(members) <= MOST_MEMBERS
        else:
            members = list(one)
            fits = len(members) == _NUMBERS[number.lower()] and one[-1].end <= match.start()
        if fits:
            fitting.append(members)
    return min(fitting, key=lambda ms: abs(ms[0].start - match.start()), default=[])


def _mentions(match: re.Match[str], members: Sequence[Mention]) -> list[Mention]:
    names = ", ".join(m.name for m in members)
    why = f"'{match[0]}' are {names}, listed in the article"
    return [
        Mention(match.start(), match.end(), match[0], m.code, m.name, "nominal", why=why)
        for m in members
    ]
