"""Where an act took place, when its own sentence tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.records import Mention, Place

_PLACE_CUE = re.compile(
    r"\b(?:in|at|near|outside|around|inside|over|off)\s+(?:the\s+)?(?:\w+\s+)?\Z"
)
_REACH = 90  # characters between trigger and place


def find_place(text: str, trigger: tuple[int, int], mentions: Sequence[Mention]) -> Place | None:
    """Return the place nearest behind the trigger that a place word introduces, else before it.

    `mentions` are those of the trigger's sentence.
    """
    found = []
    for mention in mentions:
        if mention.kind != "name" or not _PLACE_CUE.search(
            text[max(0, mention.start - 24) : mention.start]
        ):
            continue
        behind = mention.start - trigger[1]
        ahead = trigger[0] - mention.end
        if 0 <= behind <= _REACH:
            found.append((behind, mention))
        elif 0 <= ahead <= _REACH:
            found.append((ahead + _REACH, mention))
    if not found:
        return None
    _, nearest = min(found, key=lambda item: item[0])
    return Place(nearest.text, nearest.code)
