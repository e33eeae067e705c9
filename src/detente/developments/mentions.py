"""Given event words into events, whoever their actors are: annotated articles in, ids out.

Within a story, words that name one kind of act are one event; across stories, and for acts of
saying, the sentences must be alike as well. The rule that only compares words is strong inside a
story (same head lemma: CoNLL .745 on ECB+) and weak where like incidents stand side by side.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from detente.codebooks import read_table
from detente.developments.texts import publication_key
from detente.developments.words import WORD, count_stems, stem, weigh_words
from detente.records import Annotation, Span, stable_id

ALIKE_ACROSS = (
    0.15  # cosine of two sentences of different stories about one event (ECB+ train and dev)
)
ALIKE_SAID = 0.25  # the same for two acts of saying
SENTENCE_WORDS = 30  # heaviest words kept of a sentence
VECTORS_KEPT = 40  # sentences of an event that a new one is compared with


@dataclass(slots=True)
class _Event:
    """Mentions taken as one event."""

    event_id: str
    vectors: list[Mapping[str, float]] = field(default_factory=list)
    stories: set[str | None] = field(default_factory=set)

    def likeness(self, vector: Mapping[str, float]) -> float:
        return max(
            sum(weight * other.get(word, 0.0) for word, weight in vector.items())
            for other in self.vectors[:VECTORS_KEPT]
        )


def group_triggers(
    annotations: Sequence[Annotation], stories: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return an event id for each trigger of each article, by article id.

    `stories` gives the story of an article. The order of the articles does not matter.
    """
    asked = [a for a in annotations if a.article.triggers]
    texts_with = Counter(word for a in asked for word in count_stems(a.article.text))
    events: defaultdict[str, list[_Event]] = defaultdict(list)
    found = {}
    for annotation in sorted(asked, key=_order):
        article = annotation.article
        ids = []
        for trigger in article.triggers:
            act = name_act(article.text[trigger.start : trigger.end])
            counts = count_stems(_sentence(annotation, trigger))
            vector = weigh_words(counts, texts_with, len(asked), keep=SENTENCE_WORDS)
            story = stories.get(article.article_id)
            event = _find(events[act], vector, story, said=act in _table("said"))
            if event is None:
                made = stable_id("d", article.article_id, trigger.start, trigger.end)
                event = _Event(made)
                events[act].append(event)
            event.vectors.append(vector)
            event.stories.add(story)
            ids.append(event.event_id)
        found[article.article_id] = tuple(ids)
    return found


def _order(annotation: Annotation) -> tuple[bool, dt.datetime, str]:
    return publication_key(annotation.article.published_at, annotation.article.article_id)


def _find(
    events: Sequence[_Event], vector: Mapping[str, float], story: str | None, *, said: bool
) -> _Event | None:
    best, best_score = None, -1.0
    for event in events:
        likeness = event.likeness(vector)
        at_home = story in event.stories
        needed = max(ALIKE_SAID if said else 0.0, 0.0 if at_home else ALIKE_ACROSS)
        if likeness >= needed and likeness + at_home > best_score:
            best, best_score = event, likeness + at_home
    return best


def _sentence(annotation: Annotation, trigger: Span) -> str:
    text = annotation.article.text
    held = (s for s in annotation.sentences if s.start <= trigger.start < s.end)
    sent = next(held, None)
    return text[sent.start : sent.end] if sent else text[trigger.start : trigger.end]


def name_act(words: str) -> str:
    """Return the kind of act that event words name: that of the table, else the stem of their head.

    >>> name_act("was murdered"), name_act("killing"), name_act("handed over")
    ('death', 'death', 'give')
    """
    head = _head([match[0].lower() for match in WORD.finditer(words)] or [words.lower()])
    acts = _acts()
    return acts.get(head) or acts.get(stem(head)) or stem(head)


def _head(words: Sequence[str]) -> str:
    """Return the last word that is no particle: the head of a noun group and of a phrasal verb."""
    particles = _table("particles")
    return next((word for word in reversed(words) if word not in particles), words[-1])


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(read_table("same_acts.toml")[name]["words"])


@cache
def _acts() -> dict[str, str]:
    """Return the act of each word and of each stem; a word itself goes before a stem."""
    rows = read_table("same_acts.toml")["acts"]
    exact = {word: act for act, words in rows.items() for word in words}
    stems: dict[str, str] = {}
    for act, words in rows.items():
        for word in words:
            stems.setdefault(stem(word), act)
    return stems | exact
