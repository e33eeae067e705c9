"""The words that the codebook of event types lists, as patterns."""

from __future__ import annotations

import re
from functools import cache

from detente.codebooks import read_table

__all__ = ["is_listed", "mode_patterns", "words_pattern"]


@cache
def mode_patterns(event_type: str) -> tuple[tuple[re.Pattern[str], str | None, str], ...]:
    """Return pattern, mode and CAMEO code of each group of words listed for an event type."""
    modes = read_table("event_types.toml")[event_type].get("modes", [])
    return tuple(
        (
            words_pattern(tuple(row["words"]), tuple(row.get("not_before", ()))),
            row.get("mode"),
            row["cameo"],
        )
        for row in modes
    )


def words_pattern(words: tuple[str, ...], not_before: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Return a pattern that finds any of the words or phrases, in either case.

    `not_before` are words before which they mean something else: "a call on the rebels", not "a call
    on Monday".
    """
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    ahead = "|".join(map(re.escape, not_before))
    other = rf"(?!\s+(?:{ahead})\b(?!\s+(?:\w+day\b|\d)))" if ahead else ""
    return re.compile(rf"\b(?:{joined})\b{other}", re.IGNORECASE)


def is_listed(event_type: str, text: str) -> bool:
    """Whether the codebook lists a word of the text for the type."""
    return any(pattern.search(text) for pattern, _, _ in mode_patterns(event_type))
