"""Codes of an act: quad class, mode, CAMEO code, score, contexts, from its type and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.codebooks import read_rows, read_table
from detente.codebooks.event_words import mode_patterns, words_pattern

_OBJECT_ENDS = re.compile(r"[,;:.]|\b(?:on|about|over|regarding|concerning|during)\b")
LIGHT_REACH = 6  # words behind a light verb among which its object stands
CLAUSE_REACH = 60  # characters either side of the trigger in which a mode's word may stand


@dataclass(frozen=True, slots=True)
class Coding:
    """PLOVER and CAMEO parts of one act; `why` names the word that told the mode."""

    quad: str
    mode: str | None
    cameo_code: str
    score: float
    goldstein: float | None
    contexts: tuple[str, ...]
    why: str


@cache
def event_types() -> dict[str, str]:
    """Return the quad class of each of the 16 event types."""
    return {name: row["quad"] for name, row in read_table("event_types.toml").items()}


@cache
def _scores() -> dict[tuple[str, str], float]:
    return {(r["event_type"], r["mode"]): float(r["score"]) for r in read_rows("plover_scores.csv")}


@cache
def _goldstein() -> dict[str, float]:
    return {r["code"]: float(r["goldstein"]) for r in read_rows("cameo_goldstein.csv")}


def goldstein_of(cameo_code: str) -> float | None:
    """Return the Goldstein weight of a CAMEO code, of its parent when the code has none."""
    table = _goldstein()
    while cameo_code and cameo_code not in table:
        cameo_code = cameo_code[:-1]
    return table.get(cameo_code)


def score_of(event_type: str, mode: str | None) -> float:
    """Return the PLOVER intensity of a type and mode, -10 to +10; of the type when no mode fits."""
    table = _scores()
    return table.get((event_type, mode or ""), table[event_type, ""])


@cache
def _light_verbs() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (
            event_type,
            re.compile(rf"\b(?:{'|'.join(row['forms'])})\b", re.IGNORECASE),
            frozenset(row["objects"]),
        )
        for event_type, rows in read_table("light_verbs.toml").items()
        for row in rows
    )


def type_by_object(event_type: str, text: str, trigger: tuple[int, int]) -> str:
    """Return the type that the object of a light verb tells: "exchanged fire" is no exchange of views.

    `text` is the sentence, `trigger` the characters of the act's words in it.
    """
    clause = _OBJECT_ENDS.split(text[trigger[0] :], maxsplit=1)[0]
    for told, forms, objects in _light_verbs():
        found = forms.search(clause[: trigger[1] - trigger[0]])
        if found is None:
            continue
        words = re.findall(r"\w+", clause[found.end() :].lower())[:LIGHT_REACH]
        if objects & set(words):
            return told
    return event_type


@cache
def _context_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_table("contexts.toml")
    return tuple((name, words_pattern(tuple(words))) for name, words in table.items())


def code_act(event_type: str, sentence: str, trigger: tuple[int, int]) -> Coding:
    """Return the codes of an act of `event_type` whose trigger stands at `trigger` in `sentence`."""
    row = read_table("event_types.toml")[event_type]
    start, end = trigger
    first, last = max(0, start - CLAUSE_REACH), end + CLAUSE_REACH
    around = sentence[first:last]
    mode, cameo, why = None, row["cameo"], "no mode told"
    patterns = mode_patterns(event_type)
    for place, at, to in (("trigger", start, end), ("clause", first, last)):
        found = ((p.search(sentence, at, last), m, c) for p, m, c in patterns)
        hit = next(((h, m, c) for h, m, c in found if h and h.end() <= to), None)
        if hit is not None:
            mode, cameo, why = hit[1], hit[2], f"'{hit[0][0]}' in the {place}"
            break
    contexts = tuple(name for name, pattern in _context_patterns() if pattern.search(around))
    return Coding(
        row["quad"], mode, cameo, score_of(event_type, mode), goldstein_of(cameo), contexts, why
    )
