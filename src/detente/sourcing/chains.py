"""Chains of sources on events, and denials tied to the claims that they dispute.

Events and attributions of one article in; the events with `source_chain`, `disputes` and
`disputed_by` out. The article's own outlet is never in a chain.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from detente.codebooks.outlets import find_outlet
from detente.parse.event_dates import SPOKEN_TYPES
from detente.records import Article, Attribution, Event, Mention, Sentence, Source, Span

__all__ = ["attach_sources"]

_MAX_LINKS = 4
TOPIC_CUES = ("discuss", "cover", "touch", "review")


def attach_sources(
    events: Sequence[Event],
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    article: Article,
    mentions: Sequence[Mention],
) -> tuple[Event, ...]:
    """Return the events with who vouches for each, nearest first, and with denials linked.

    A verbal act is vouched for by whoever reports it, not by its own subject: an attribution
    whose cue is the event's trigger is left out.
    """
    chained = [
        dataclasses.replace(event, source_chain=_chain(event, attributions, article))
        for event in events
    ]
    return _link_denials(chained, attributions, article)


def _contains(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(span.start <= start and end <= span.end for span in spans)


def _is_own_word(event: Event, attribution: Attribution, article: Article) -> bool:
    """Whether the act is the speaker's own word: "he expressed his thanks" is vouched for by others.

    In a government's release every word of its own people is such: the release vouches for it.
    """
    actor, source = event.actor, attribution.source
    if event.event_type not in SPOKEN_TYPES or source is None:
        return False
    if (
        actor.start is not None
        and actor.end is not None
        and actor.start < source.end
        and source.start < actor.end
    ):
        return True
    release = find_outlet(article.outlet).kind == "government"
    return release and attribution.code is not None and attribution.code == actor.code


def _only_names_topic(attribution: Attribution, text: str) -> bool:
    """Whether the cue names what was talked about and vouches for nothing ("discussed the war")."""
    cue = attribution.cue
    return cue is not None and text[cue.start : cue.end].lower().startswith(TOPIC_CUES)


def _covering(
    event: Event, attributions: Sequence[Attribution], article: Article
) -> list[Attribution]:
    """Return the attributions whose content holds the trigger, smallest content first."""
    trigger = event.trigger
    found = [
        a
        for a in attributions
        if _contains(a.content, trigger.start, trigger.end)
        and not (a.cue and a.cue.start < trigger.end and trigger.start < a.cue.end)
        and not _is_own_word(event, a, article)
        and not _only_names_topic(a, article.text)
    ]
    return sorted(found, key=lambda a: sum(span.end - span.start for span in a.content))


def _chain(
    event: Event, attributions: Sequence[Attribution], article: Article
) -> tuple[Source, ...]:
    text = article.text
    links: list[Source] = []
    for a in _covering(event, attributions, article):
        if a.kind == "author":
            continue
        span = a.source
        words = text[span.start : span.end] if span else ""
        link = Source(
            a.kind, words, span.start if span else None, span.end if span else None, a.code
        )
        if all((link.text, link.kind) != (other.text, other.kind) for other in links):
            links.append(link)
    return tuple(links[:_MAX_LINKS])


def _is_denial(event: Event, attributions: Sequence[Attribution], article: Article) -> bool:
    """Whether the event stands as something that its source denies."""
    covering = _covering(event, attributions, article)
    return bool(covering) and (covering[0].stance == "denies" or event.polarity == "negative")


def _voices(event: Event) -> set[str]:
    return {source.text.lower() for source in event.source_chain}


def _link_denials(
    events: Sequence[Event], attributions: Sequence[Attribution], article: Article
) -> tuple[Event, ...]:
    """Tie each denied event to claims of the same act by somebody else in the article."""
    disputes: dict[str, list[str]] = {event.event_id: [] for event in events}
    disputed_by: dict[str, list[str]] = {event.event_id: [] for event in events}
    for denial in events:
        if not _is_denial(denial, attributions, article):
            continue
        for claim in events:
            if (
                claim.event_id != denial.event_id
                and claim.polarity == "positive"
                and not _is_denial(claim, attributions, article)
                and {claim.actor.code, claim.recipient.code}
                == {denial.actor.code, denial.recipient.code}
                and claim.quad == denial.quad
                and not _voices(claim) & _voices(denial)
            ):
                disputes[denial.event_id].append(claim.event_id)
                disputed_by[claim.event_id].append(denial.event_id)
    return tuple(
        dataclasses.replace(
            event,
            disputes=tuple(disputes[event.event_id]),
            disputed_by=tuple(disputed_by[event.event_id]),
        )
        for event in events
    )
