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
        (words_pattern(tuple(row["words"])), row.get("mode"), row["cameo"]) for row in modes
    )


def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words or phrases, in either case."""
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)


def is_listed(event_type: str, text: str) -> bool:
    """Whether the codebook lists a word of the text for the type."""
    return any(pattern.search(text) for pattern, _, _ in mode_patterns(event_type))
