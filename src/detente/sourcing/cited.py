"""Whom a source leans on: "the Herald, citing two diplomats, wrote that ..." rests on the diplomats.

The attributions of one parsed sentence in; the same, with those that are cited before the ones that
cite them, out.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from detente.records import Span
from detente.sourcing.clauses import Found, noun_phrase

__all__ = ["with_cited"]

_CITING = re.compile(
    r"\b(?:(?:which\s+|who\s+)?(?:cit|quot)(?:ing|es|ed)|on the (?:word|strength|authority) of)\s+[\"“'‘]?",
    re.IGNORECASE,
)
_THAT = re.compile(r"[^.;:]{0,60},\s+(?P<told>that\b.*?)[\s.]*\Z", re.DOTALL)
_RIGHT_BEHIND = re.compile(r"[\s,]*(?:(?:on|in|at|to|late|early|last)\b[^,.;:]{0,30})?[\s,]*")


def with_cited(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """Return the attributions of a sentence with whom their sources cite, nearest first."""
    done = list(found)
    for match in _CITING.finditer(doc.text):
        head = _head_at(doc, match.end())
        if head is None:
            continue
        cited = noun_phrase(head)
        cue = Span(match.start(), match.end())
        for number, one in enumerate(done):
            if not one.content:  # "the Herald wrote, citing a diplomat, that ..."
                one = dataclasses.replace(one, content=_that_behind(doc, cited.span.end))
            citing = _who_cites(doc, one, cue)
            if citing is not None:
                done[number : number + 1] = [Found(cited, cue, one.content), citing]
                break
    return done


def _head_at(doc: Doc, at: int) -> Token | None:
    """Return the head of the noun phrase that begins at a character."""
    for chunk in doc.noun_chunks:
        if chunk.start_char <= at < chunk.end_char:
            return chunk.root
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    return span[0] if span and span[0].pos_ in ("NUM", "PRON", "PROPN", "NOUN") else None


def _that_behind(doc: Doc, at: int) -> tuple[Span, ...]:
    """Return what is told behind a phrase thrown in before "that"."""
    found = _THAT.match(doc.text, at)
    return (Span(found.start("told"), found.end("told")),) if found else ()


def _who_cites(doc: Doc, one: Found, cue: Span) -> Found | None:
    """Return an attribution if its source does the citing; where the parse takes the cited for it, mended."""
    if one.source is None or not one.content or _share(one.cue, cue):
        return None
    source = one.source.span
    if source.start <= cue.end and cue.start <= source.start < one.cue.start:
        before = [c for c in doc.noun_chunks if _is_right_behind(doc, c.end_char, cue.start)]
        return dataclasses.replace(one, source=noun_phrase(before[-1].root)) if before else None
    behind = any(_is_right_behind(doc, span.end, cue.start) for span in (source, one.cue))
    return one if behind else None


def _is_right_behind(doc: Doc, end: int, at: int) -> bool:
    return end <= at and _RIGHT_BEHIND.fullmatch(doc.text, end, at) is not None


def _share(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
