"""Plain words for acts, dates and sources."""

from __future__ import annotations

import datetime as dt
from functools import cache

from detente.codebooks import read_table
from detente.records import DateInterval, Development, Source


@cache
def _phrases() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = read_table("phrases.toml")
    return table


def state_name(code: str, names: dict[str, str]) -> str:
    """Return a state's name as it stands in running text: "the United States"."""
    name = names.get(code, code)
    return f"the {name}" if code in _phrases()["articles"]["the"] else name


def act_words(development: Development, names: dict[str, str]) -> str:
    """Return who did what to whom in plain words."""
    d = development
    actor, recipient = state_name(d.actor, names), state_name(d.recipient, names)
    kind = "happened" if d.happened else "open"
    table = _phrases()[d.event_type]
    key = f"{kind}_{(d.mode or '').lower().replace('-', '_')}"
    pattern = (
        table.get(key)
        or table[f"{kind}_symmetric" if d.symmetric and f"{kind}_symmetric" in table else kind]
    )
    text = pattern.format(a=actor, b=recipient)
    return text[0].upper() + text[1:]


def date_words(date: DateInterval | None, first_reported: dt.date | None) -> str:
    """Return when, in words; an undated act is said to be so."""
    if date is None or (date.earliest is None and date.latest is None):
        return f"reported {day_words(first_reported)}" if first_reported else "at an unknown date"
    if date.earliest == date.latest:
        return day_words(date.earliest)
    if date.earliest is None:
        return f"by {day_words(date.latest)}"
    if date.latest is None:
        return f"since {day_words(date.earliest)}"
    return f"between {day_words(date.earliest)} and {day_words(date.latest)}"


def day_words(day: dt.date | None) -> str:
    """Return "6 April 2021"."""
    return f"{day.day} {day:%B %Y}" if day else "an unknown day"


def source_words(outlet: str | None, chain: tuple[Source, ...]) -> str:
    """Return who says so: "The Express Tribune, citing an unnamed source (...)"."""
    name = outlet or "an unknown outlet"
    if not chain:
        return name
    kinds = {
        "anonymous": "an unnamed source",
        "collective": "",
        "role": "",
        "named": "",
        "outlet": "",
        "document": "",
        "author": "",
    }
    links = []
    for source in chain:
        words = source.text if len(source.text) <= 70 else source.text[:67] + "..."
        prefix = kinds.get(source.kind, "")
        links.append(f"{prefix} ({words})" if prefix and words else words or prefix or source.kind)
    return f"{name}, citing {', who cites '.join(links)}"
