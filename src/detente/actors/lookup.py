"""What a phrase resolves to and why; and which code a user means by a name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from detente.actors.gazetteer import load_gazetteer
from detente.actors.names import Memory, find_names, sentence_tokens
from detente.errors import CodebookError

_NEAR = 72.0  # rapidfuzz score from which a name is suggested


@dataclass(frozen=True, slots=True)
class Resolved:
    """One phrase and what it stands for; `code` is None when it stands for no known actor."""

    phrase: str
    code: str | None
    name: str | None
    office: str | None
    why: str


def look_up(phrase: str, *, on: dt.date | None = None) -> Resolved:
    """Return the actor that a phrase stands for on a day, with the reason.

    >>> look_up("Foreign Minister Sergey Lavrov").code
    'RUS'
    >>> look_up("Pakistan's envoy to Moscow").code
    'PAK'
    """
    gazetteer = load_gazetteer()
    text = phrase.strip()
    if text in gazetteer.names:
        return Resolved(phrase, text, gazetteer.names[text], None, "the code itself")
    found = find_names(text, sentence_tokens(text, ()), Memory(on))
    if not found and text.islower():
        found = find_names(text.title(), sentence_tokens(text.title(), ()), Memory(on))
    if not found:
        return Resolved(phrase, None, None, None, "no name, office or person of an actor in it")
    head = next((m for m in found if m.kind in ("person", "office")), found[0])
    return Resolved(phrase, head.code, head.person or head.name, head.office, head.why)


def to_code(name: str) -> str:
    """Return the code of an actor given by code or by any of its names.

    Raises `CodebookError` with near misses when nothing fits.
    """
    gazetteer = load_gazetteer()
    text = name.strip()
    if text.upper() in gazetteer.names:
        return text.upper()
    for form in (text, text.title(), text.upper(), text.capitalize()):
        for entry in gazetteer.phrases.get(form, ()):
            if entry.code and entry.kind in ("name", "former", "nickname", "organisation", "group"):
                return entry.code
    known = {n: code for code, n in gazetteer.names.items()}
    near = process.extract(
        text, list(known), scorer=fuzz.WRatio, processor=utils.default_process, limit=3
    )
    hints = [f"{n} ({known[n]})" for n, score, _ in near if score >= _NEAR]
    hint = f"; did you mean {' or '.join(hints)}?" if hints else ""
    raise CodebookError(
        f"no country or organisation {name!r}{hint} Give a code (PAK, IGO:EU) or an English name."
    )
