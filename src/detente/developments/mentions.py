"""Given event words into events, whoever their actors are: annotated articles in, ids out.

Two words are one event when the network of `same_act` says so of them and of the words that they
stand with (average linkage); words of different stories must also have a sentence in common.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from detente.developments.linkage import link_on_average
from detente.developments.same_act import EventWord, describe, load_same_act
from detente.developments.texts import publication_key
from detente.records import Annotation, stable_id

# Cosines of two sentences of different stories: from which stories are looked at together, and from
# which two words can be one event (less joins like incidents: ECB+ by topic; more parts what stories part).
ALIKE_ACROSS, PAIR_ACROSS = 0.15, 0.05
MOST_AT_ONCE = 3000  # event words that are compared with one another: memory grows with the square


def group_triggers(
    annotations: Sequence[Annotation], stories: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return an event id for each trigger of each article, by article id.

    `stories` gives the story of an article. The order of the articles does not matter. Method:
    pairwise scores and average linkage, as usual in event coreference (Cybulska and Vossen 2015).
    """
    asked = sorted((a for a in annotations if a.article.triggers), key=_order)
    words = describe(asked, load_same_act().centre)
    id_of: dict[tuple[str, int, int], str] = {}
    for block in _blocks(words, stories):
        for group in _groups([words[n] for n in block], stories):
            first = words[block[group[0]]]
            made = stable_id("d", first.article_id, first.trigger.start, first.trigger.end)
            for n in group:
                word = words[block[n]]
                id_of[word.article_id, word.trigger.start, word.trigger.end] = made
    return {
        a.article.article_id: tuple(
            id_of[a.article.article_id, t.start, t.end] for t in a.article.triggers
        )
        for a in asked
    }


def _order(annotation: Annotation) -> tuple[bool, dt.datetime, str]:
    return publication_key(annotation.article.published_at, annotation.article.article_id)


def _blocks(words: Sequence[EventWord], stories: Mapping[str, str]) -> list[list[int]]:
    """Return the words that may be one event with each other, by number: stories that share an act.

    Stories are put together when a word of one names the act of a word of the other in a sentence
    alike, as long as the block stays small enough.
    """
    by_story: defaultdict[str | None, list[int]] = defaultdict(list)
    for n, word in enumerate(words):
        by_story[stories.get(word.article_id)].append(n)
    blocks = dict(by_story)
    home = {story: story for story in by_story}
    by_act: defaultdict[str, list[int]] = defaultdict(list)
    for n, word in enumerate(words):
        story = stories.get(word.article_id)
        for m in by_act[word.act]:
            a, b = home[story], home[stories.get(words[m].article_id)]
            small = a != b and len(blocks[a]) + len(blocks[b]) <= MOST_AT_ONCE
            if small and _likeness(word, words[m]) >= ALIKE_ACROSS:
                for moved in [s for s, at in home.items() if at == a]:
                    home[moved] = b
                blocks[b] = sorted(blocks[b] + blocks.pop(a))
        by_act[word.act].append(n)
    parts = [
        numbers[first : first + MOST_AT_ONCE]
        for numbers in blocks.values()
        for first in range(0, len(numbers), MOST_AT_ONCE)
    ]
    return sorted(parts)


def _likeness(one: EventWord, other: EventWord) -> float:
    theirs = other.of_sentence
    return sum(weight * theirs.get(word, 0.0) for word, weight in one.of_sentence.items())


def _groups(words: Sequence[EventWord], stories: Mapping[str, str]) -> list[list[int]]:
    """Return the words of each event, by number."""
    network = load_same_act()
    likely = network.probabilities(words)
    story = [stories.get(word.article_id) for word in words]
    for a, b in zip(*np.nonzero(likely >= network.threshold), strict=True):
        if a < b and story[a] != story[b] and _likeness(words[a], words[b]) < PAIR_ACROSS:
            likely[a, b] = likely[b, a] = 0.0
    # groups can only be joined over a pair that is likely enough, so each component stands for itself
    _, component = connected_components(csr_array(likely >= network.threshold), directed=False)
    groups = []
    for number in dict.fromkeys(component.tolist()):
        members = np.flatnonzero(component == number)
        groups += [members[part].tolist() for part in linked(likely[np.ix_(members, members)], network.threshold)]  # fmt: skip
    return groups


def linked(likely: npt.NDArray[np.float32], threshold: float) -> list[list[int]]:
    """Return the groups of words that are one event on average, by number."""
    return link_on_average(np.clip(1.0 - likely.astype(np.float64), 0.0, 1.0), 1.0 - threshold)
