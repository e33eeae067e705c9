"""Articles into stories: which of them are about one thing in the news.

Clustering on TF-IDF in a window of days. The articles of one day, whose order says nothing, are
first put together among themselves (average linkage); each group joins the nearest open story or
begins one, then every article of the day is weighed once more by itself. What is published later
never moves an earlier article, the order of arrival does not matter, and the cost of an article
depends on the window alone.
"""

from __future__ import annotations

import datetime as dt
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array
from scipy.spatial.distance import squareform

from detente.developments.texts import ArticleText, publication_key
from detente.developments.words import count_opening, weigh_words
from detente.records import stable_id

WINDOW_DAYS = 3  # a story without a new article for so long is over
# Both cosines from ECB+ train and dev; .01 more or less of either changes B3 by .01 at most.
ALIKE = 0.17  # mean cosine of two groups of one day's articles from which they are one
SIMILARITY = 0.15  # cosine with a story's centroid from which an article belongs to it
ROUNDS = 2  # times that the articles of one day are gone over again
MOST_AT_ONCE = (
    2000  # articles of one day put together among themselves: memory grows with the square
)
LEAD_WORDS = 300  # the beginning of an article tells what it is about
VECTOR_WORDS = 60  # heaviest words kept of an article


@dataclass(slots=True)
class _Story:
    """A story that is still open. Its centroid stands in the window's index."""

    words: set[str] = field(default_factory=set)
    square: float = 0.0  # squared length of the centroid
    size: int = 0
    last_day: dt.date | None = None


class _Window:
    """The open stories, found by their words."""

    def __init__(self) -> None:
        self._stories: dict[int, _Story] = {}
        self._index: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self.next = 0  # number of the next new story

    def place(
        self,
        vectors: Sequence[Mapping[str, float]],
        day: dt.date | None,
        *,
        before: int | None = None,
    ) -> int:
        """Put articles into the story nearest to them all, or a new one; return its number.

        With `before` only stories of a lower number are looked at.
        """
        number = self._nearest(vectors[0] if len(vectors) == 1 else _mean(vectors), before)
        if number is None:
            number, self.next = self.next, self.next + 1
            self._stories[number] = _Story()
        story = self._stories[number]
        for vector in vectors:
            self._shift(number, story, vector, 1)
        story.last_day = day
        return number

    def remove(self, vector: Mapping[str, float], number: int) -> None:
        """Take an article out of its story; an empty story is closed."""
        story = self._stories[number]
        self._shift(number, story, vector, -1)
        if not story.size:
            self._close(number)

    def close_before(self, day: dt.date) -> None:
        """Close the stories without an article since `day`."""
        old = [n for n, story in self._stories.items() if story.last_day and story.last_day < day]
        for number in old:
            self._close(number)

    def _nearest(self, vector: Mapping[str, float], before: int | None) -> int | None:
        products: defaultdict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for number, centroid in self._index[word].items():
                products[number] += weight * centroid
        best, best_cosine = None, SIMILARITY
        for number in sorted(n for n in products if before is None or n < before):
            square = self._stories[number].square
            cosine = products[number] / math.sqrt(square) if square > 0 else 0.0
            if cosine > best_cosine:
                best, best_cosine = number, cosine
        return best

    def _shift(self, number: int, story: _Story, vector: Mapping[str, float], sign: int) -> None:
        for word, weight in vector.items():
            column = self._index[word]
            before = column.get(number, 0.0)
            after = before + sign * weight
            column[number] = after
            story.square += after * after - before * before
            story.words.add(word)
        story.size += sign

    def _close(self, number: int) -> None:
        for word in self._stories.pop(number).words:
            column = self._index[word]
            del column[number]
            if not column:
                del self._index[word]


def group_stories(articles: Iterable[ArticleText]) -> dict[str, str]:
    """Return the story of each article, by article id.

    A story's id comes from its earliest article. Articles without a date form a window of their
    own. Method: TF-IDF clustering in a window as in topic detection and tracking (Allan, 1998),
    average linkage (Sokal and Michener 1958) within a day.
    """
    numbers = _Numbers()
    leads = sorted(
        (
            (publication_key(a.published_at, a.article_id), a.published_at, numbers.pack(*_lead(a)))
            for a in articles
        ),
        key=lambda row: row[0],
    )
    window = _Window()
    texts_with: Counter[str] = Counter()
    texts = 0
    stories: dict[str, str] = {}
    first: dict[int, str] = {}
    for day, rows in groupby(leads, key=lambda row: row[1].date() if row[1] else None):
        batch = [(key[2], numbers.unpack(packed)) for key, _, packed in rows]
        for _, (counts, _) in batch:
            texts_with.update(counts.keys())
        texts += len(batch)
        if day is None:
            window = _Window()
        else:
            window.close_before(day - dt.timedelta(days=WINDOW_DAYS))
        vectors = [
            weigh_words(counts, texts_with, texts, keep=VECTOR_WORDS, names=names)
            for _, (counts, names) in batch
        ]
        for (article_id, _), number in zip(batch, _place_all(window, vectors, day), strict=True):
            key = number if day else -1 - number
            stories[article_id] = stable_id("y", first.setdefault(key, article_id))
    return stories


class _Numbers:
    """Words by number: the counts of an article, packed, take a tenth of what a Counter takes.

    A name's count is packed with a minus.
    """

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._words: list[str] = []

    def pack(self, counts: Mapping[str, int], names: Set[str]) -> tuple[array[int], array[int]]:
        for word in counts.keys() - self._number.keys():
            self._number[word] = len(self._words)
            self._words.append(word)
        signed = (-count if word in names else count for word, count in counts.items())
        return array("I", [self._number[word] for word in counts]), array("i", signed)

    def unpack(self, packed: tuple[array[int], array[int]]) -> tuple[Counter[str], frozenset[str]]:
        rows = [(self._words[n], count) for n, count in zip(*packed, strict=True)]
        names = frozenset(word for word, count in rows if count < 0)
        return Counter({word: abs(count) for word, count in rows}), names


def _lead(article: ArticleText) -> tuple[Counter[str], frozenset[str]]:
    return count_opening(f"{article.headline or ''}\n{article.text}", max_words=LEAD_WORDS)


def _place_all(
    window: _Window, vectors: Sequence[Mapping[str, float]], day: dt.date | None
) -> list[int]:
    numbers, first_new = [0] * len(vectors), window.next
    for first in range(0, len(vectors), MOST_AT_ONCE):
        for group in _put_together(vectors[first : first + MOST_AT_ONCE]):
            held = [vectors[first + i] for i in group]
            number = window.place(held, day, before=first_new)
            for i in group:
                numbers[first + i] = number
    for _ in range(ROUNDS):
        for i, vector in enumerate(vectors):
            window.remove(vector, numbers[i])
            numbers[i] = window.place([vector], day)
    return numbers


def _put_together(vectors: Sequence[Mapping[str, float]]) -> list[list[int]]:
    """Return the groups of vectors that are alike on average, as indices, by their first."""
    if len(vectors) < 2:
        return [[i] for i in range(len(vectors))]
    column: dict[str, int] = {}
    for vector in vectors:
        for word in vector:
            column.setdefault(word, len(column))
    rows = [i for i, vector in enumerate(vectors) for _ in vector]
    columns = [column[word] for vector in vectors for word in vector]
    values = [value for vector in vectors for value in vector.values()]
    table = csr_array((values, (rows, columns)), shape=(len(vectors), max(len(column), 1)))
    distance = np.clip(1.0 - (table @ table.T).toarray(), 0.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), "average")
    groups: dict[int, list[int]] = {}
    for i, number in enumerate(fcluster(tree, 1.0 - ALIKE, "distance").tolist()):
        groups.setdefault(number, []).append(i)
    return list(groups.values())


def _mean(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the sum of vectors at length 1."""
    total: defaultdict[str, float] = defaultdict(float)
    for vector in vectors:
        for word, weight in vector.items():
            total[word] += weight
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {word: weight / length for word, weight in total.items()}
