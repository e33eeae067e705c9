"""Articles into stories: which of them are about one thing in the news.

Single-pass clustering on TF-IDF in a window of days, with the articles of one day gone over again,
since their order says nothing. What is published later never moves an earlier article, the order
of arrival does not matter, and the cost of an article depends on the window alone.
"""

from __future__ import annotations

import datetime as dt
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from detente.developments.texts import ArticleText, publication_key
from detente.developments.words import count_stems, weigh_words
from detente.records import stable_id

WINDOW_DAYS = 3  # a story without a new article for so long is over
SIMILARITY = (
    0.16  # cosine with a story's centroid from which an article belongs to it (ECB+ train and dev)
)
ROUNDS = 2  # times that the articles of one day are gone over again
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
        self._next = 0

    def place(self, vector: Mapping[str, float], day: dt.date | None) -> int:
        """Put an article into the nearest story, or a new one, and return the story's number."""
        number = self._nearest(vector)
        if number is None:
            number, self._next = self._next, self._next + 1
            self._stories[number] = _Story()
        story = self._stories[number]
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

    def _nearest(self, vector: Mapping[str, float]) -> int | None:
        products: defaultdict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for number, centroid in self._index[word].items():
                products[number] += weight * centroid
        best, best_cosine = None, SIMILARITY
        for number in sorted(products):
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
    own. Method: single-pass TF-IDF clustering as in topic detection and tracking (Allan, 1998).
    """
    numbers = _Numbers()
    leads = sorted(
        (
            (publication_key(a.published_at, a.article_id), a.published_at, numbers.pack(_lead(a)))
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
        for _, counts in batch:
            texts_with.update(counts.keys())
        texts += len(batch)
        if day is None:
            window = _Window()
        else:
            window.close_before(day - dt.timedelta(days=WINDOW_DAYS))
        vectors = [weigh_words(c, texts_with, texts, keep=VECTOR_WORDS) for _, c in batch]
        for (article_id, _), number in zip(batch, _place_all(window, vectors, day), strict=True):
            key = number if day else -1 - number
            stories[article_id] = stable_id("y", first.setdefault(key, article_id))
    return stories


class _Numbers:
    """Words by number: the counts of an article, packed, take a tenth of what a Counter takes."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._words: list[str] = []

    def pack(self, counts: Mapping[str, int]) -> tuple[array[int], array[int]]:
        for word in counts.keys() - self._number.keys():
            self._number[word] = len(self._words)
            self._words.append(word)
        return array("I", [self._number[word] for word in counts]), array("I", counts.values())

    def unpack(self, packed: tuple[array[int], array[int]]) -> Counter[str]:
        return Counter({self._words[n]: count for n, count in zip(*packed, strict=True)})


def _lead(article: ArticleText) -> Counter[str]:
    return count_stems(f"{article.headline or ''}\n{article.text}", max_words=LEAD_WORDS)


def _place_all(
    window: _Window, vectors: Sequence[Mapping[str, float]], day: dt.date | None
) -> Iterator[int]:
    numbers = [window.place(vector, day) for vector in vectors]
    for _ in range(ROUNDS):
        for i, vector in enumerate(vectors):
            window.remove(vector, numbers[i])
            numbers[i] = window.place(vector, day)
    return iter(numbers)
