"""What kind of source some words are: a named person, an office, officials, a paper, unnamed.

Words of the source, its head and the mentions over it go in; a `SourceKind` and a code come out.
Kinds as in the contract; conventions as in the reading guide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from detente.records import Mention, SourceKind, Span
from detente.sourcing.lexicon import load_cues

__all__ = ["MentionIndex", "SourceWords", "judge_kind", "moved", "source_code"]

NEAR_BEFORE, NEAR_BEHIND = 60, 90  # characters round a source in which its anonymity is told
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
_PERSONS = frozenset({"he", "she", "him", "her", "his"})
_MANY = frozenset({"they", "them", "their", "it", "its", "some", "many", "others", "both", "most"})
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,7}s?")
_DETERMINERS = re.compile(r"^(?:the|a|an|this|that|his|her|its|their|our)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words of a source: their span in the article, and what the parse says of the head."""

    span: Span
    text: str
    head: str
    lemma: str
    is_proper: bool
    is_plural: bool
    around: str = ""  # the sentence: where it tells of anonymity


def moved(words: SourceWords, offset: int) -> SourceWords:
    """Return the words of a source with their span in the article, given its sentence's start."""
    span = Span(words.span.start + offset, words.span.end + offset)
    return replace(words, span=span)


class MentionIndex:
    """Mentions by place, so that those over a span are found without reading all of them."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted((m for m in mentions if m.end > m.start), key=lambda m: m.start)
        self._starts = [mention.start for mention in self._mentions]
        self._longest = max((m.end - m.start for m in self._mentions), default=0)

    def over(self, span: Span) -> list[Mention]:
        """Return the mentions that share a character with `span`, in order."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [m for m in self._mentions[first:last] if m.end > span.start]


def overlaps(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether one of the spans shares a character with `start` to `end`."""
    return any(span.start < end and start < span.end for span in spans)


def source_code(mentions: Sequence[Mention]) -> str | None:
    """Return the code that a source speaks for: of a person or office, of a name, else any."""
    ranked = sorted(
        mentions,
        key=lambda m: (m.kind not in ("person", "office"), m.kind != "name", m.start),
    )
    return ranked[0].code if ranked else None


@cache
def _outlet_pattern() -> re.Pattern[str]:
    cues = load_cues()
    names = "|".join(re.escape(name) for name in sorted(cues.outlet_names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)")


@cache
def _anonymity_pattern() -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase) for phrase in load_cues().sources["anonymous_phrases"])
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


# "two officers, whom the paper does not name": whom the relative clause is about
_NOT_NAMED = re.compile(
    r",? (?:both of |all of |none of |neither of )?whom\b[^,.;:]{0,30}?(?:\bnot\b|n[’']t|\bnever\b)[^,.;:]{0,12}\b(?:name|identify)\b"
    r"|,? (?:none|neither) of whom\b[^,.;:]{0,30}\b(?:name|identify|named|identified)\b"
)


def _is_unnamed(words: SourceWords) -> bool:
    """Whether the sentence tells near a source that it stays unnamed: it may tell so of another."""
    at = max(words.around.find(words.text), 0)
    end = at + len(words.text)
    if _NOT_NAMED.match(words.around, end):
        return True
    near = words.around[max(0, at - NEAR_BEFORE) : end + NEAR_BEHIND]
    return _anonymity_pattern().search(near) is not None


def outlet_spans(text: str) -> list[Span]:
    """Return where `text` names a news outlet of the cue book."""
    return [Span(m.start(), m.end()) for m in _outlet_pattern().finditer(text)]


def judge_kind(words: SourceWords, mentions: Sequence[Mention]) -> SourceKind:
    """Return the kind of a source; `mentions` are those over its words."""
    lower = words.text.lower()
    if lower in _FIRST_PERSON:
        return "author"
    if lower in _PERSONS or lower in _MANY:
        return _pronoun_kind(lower, mentions)
    if _is_person(words, mentions):
        return "named"
    return _common_kind(words, mentions)


def _pronoun_kind(lower: str, mentions: Sequence[Mention]) -> SourceKind:
    if any(m.person for m in mentions):
        return "named"
    if any(m.office or m.kind == "office" for m in mentions):
        return "role"
    return "named" if lower in _PERSONS else "collective"


def _is_person(words: SourceWords, mentions: Sequence[Mention]) -> bool:
    """A person's name: a person among the mentions, or a proper head that is no body or office."""
    if _names_outlet(words) and not any(m.kind == "person" for m in mentions):
        return False
    if any(m.kind == "person" and not _is_owner(m, words) for m in mentions):
        return True
    if not words.is_proper or any(_covers_head(m, words) for m in mentions):
        return False
    cues = load_cues()
    head = words.head.lower()
    known = cues.sources["role_nouns"] | cues.sources["organisation_words"]
    others = cues.sources["document_nouns"] | cues.sources["outlet_words"]
    if head in known or words.lemma in known | others | cues.sources["anonymous_nouns"]:
        return False
    lower = {word.lower() for word in words.text.split()}
    if lower & cues.sources["organisation_words"] and not lower & cues.sources["role_nouns"]:
        return False
    return not _ACRONYM.fullmatch(words.head)


def _is_owner(mention: Mention, words: SourceWords) -> bool:
    """ "The premier's office" is an office, not the premier."""
    return words.text[mention.end - words.span.start :].startswith(("'s", "’s", "´s", "' ", "’ "))


def _covers_head(mention: Mention, words: SourceWords) -> bool:
    return mention.kind in ("name", "nominal", "office") and words.head in mention.text.split()


def _names_outlet(words: SourceWords) -> bool:
    bare = _DETERMINERS.sub("", words.text)
    cues = load_cues()
    if bare in cues.outlet_names or words.head in cues.outlet_names:
        return True
    if words.lemma in cues.sources["outlet_words"]:
        return True
    described = {word.lower() for word in words.text.split()[:-1]} & cues.sources["outlet_words"]
    return words.is_proper and (bool(described) or _reports_like_a_paper(words))


# "UOL, citing two officers, reported", "El Comercio writes, on the strength of a cable, that"
_OF_A_PAPER = re.compile(
    r",? (?:(?:which )?(?:cit|quot)ing\b|(?:which )?(?:cites|quotes)\b|(?:(?:has|had) )?reported that\b"
    r"|(?:(?:has |had )?(?:wrote|written|writes|reports?|reported|said|says),? )?(?:on the (?:word|strength|authority) of|citing|quoting)\b)"
)


def _reports_like_a_paper(words: SourceWords) -> bool:
    """Whether a proper name does what only papers do: report, or say on the word of others."""
    at = words.around.find(words.text)
    return at >= 0 and _OF_A_PAPER.match(words.around, at + len(words.text)) is not None


def _common_kind(words: SourceWords, mentions: Sequence[Mention]) -> SourceKind:
    cues = load_cues()
    if words.lemma in cues.sources["anonymous_nouns"] or _is_unnamed(words):
        return "anonymous"
    if words.lemma in cues.sources["document_nouns"]:
        return "document"
    if _names_outlet(words):
        return "outlet"
    if words.is_plural:
        is_office = (
            words.lemma + "s" in cues.sources["role_plurals"] and len(words.text.split()) < 4
        )
        return "role" if is_office else "collective"
    if words.lemma in cues.sources["organisation_words"]:
        return "collective"
    if words.lemma in cues.sources["role_nouns"] or words.text.lower() in _bare_roles():
        return "role"
    if words.is_proper or any(_covers_head(m, words) and m.kind == "name" for m in mentions):
        return "collective"
    return "role"


@cache
def _bare_roles() -> frozenset[str]:
    roles = load_cues().sources["role_nouns"]
    return roles | {f"the {role}" for role in roles}
