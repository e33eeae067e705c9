"""Articles of one call into reprints, stories and developments, nothing stored."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.developments.build import build_block
from detente.developments.mentions import group_triggers
from detente.developments.reprints import find_reprints
from detente.developments.stories import group_stories
from detente.developments.texts import ArticleText
from detente.records import Annotation, Event, Genre


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Where one article and its acts belong."""

    article_id: str
    reprint_of: str | None
    story_id: str | None
    development_ids: tuple[str | None, ...]  # one a trigger if triggers were given, else an event


@dataclass(frozen=True, slots=True)
class _Reported:
    """A report that is in no record."""

    event: Event
    article_id: str
    base_id: str
    outlet: str | None
    published_at: dt.datetime | None
    genre: Genre
    reprint_of: str | None
    story_id: str | None
    sentence: str
    development_id: str | None = None


def group_annotations(annotations: Sequence[Annotation]) -> list[GroupRow]:
    """Return one row an article, in the order given.

    A development id stands for each trigger that the article asks about, whoever its actors are;
    without triggers for each event found, None where an actor has no code.
    """
    texts = [
        ArticleText(
            a.article.article_id, a.article.published_at, a.article.headline, a.article.text
        )
        for a in annotations
        if a.article.text.strip()
    ]
    pairs = {a.article.article_id: _pairs(a) for a in annotations}

    def same_facts(one: str, other: str) -> bool:
        return not pairs[one] or not pairs[other] or bool(pairs[one] & pairs[other])

    originals = find_reprints(texts, same_facts=same_facts)
    stories = group_stories(texts)
    of_trigger = group_triggers(annotations, stories)
    of_event = _developments(annotations, originals, stories)
    rows = []
    for annotation in annotations:
        article_id = annotation.article.article_id
        ids: tuple[str | None, ...] = of_trigger.get(article_id) or tuple(
            of_event.get(event.event_id) for event in annotation.events
        )
        rows.append(GroupRow(article_id, originals.get(article_id), stories.get(article_id), ids))
    return rows


def _pairs(annotation: Annotation) -> set[frozenset[str | None]]:
    return {frozenset((e.actor.code, e.recipient.code)) for e in annotation.events}


def _developments(
    annotations: Sequence[Annotation],
    originals: Mapping[str, str | None],
    stories: Mapping[str, str],
) -> dict[str, str]:
    blocks: defaultdict[tuple[str, str], list[_Reported]] = defaultdict(list)
    for annotation in annotations:
        article = annotation.article
        sentences = {s.sentence_id: article.text[s.start : s.end] for s in annotation.sentences}
        for event in annotation.events:
            codes = sorted(code for code in (event.actor.code, event.recipient.code) if code)
            if len(set(codes)) == 2:
                blocks[codes[0], codes[1]].append(
                    _Reported(
                        event,
                        article.article_id,
                        article.article_id,
                        article.outlet,
                        article.published_at,
                        annotation.genre,
                        originals.get(article.article_id),
                        stories.get(article.article_id),
                        sentences[event.sentence_id],
                    )
                )
    assigned: dict[str, str] = {}
    for pair, reports in blocks.items():
        assigned |= build_block(pair, reports)[1]
    return assigned
