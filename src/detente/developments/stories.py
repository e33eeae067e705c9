"""Articles into stories: which of them are about one thing in the news.

Clustering on TF-IDF in a window of days. The articles of one day, whose order says nothing, are
first put together among themselves (average linkage); each group joins the nearest open story or
begins one, then every article of the day is weighed once more by itself. What is published later
never moves an earlier article, the order of arrival does not matter, and the cost of an article
depends on the window alone.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from detente.developments.linkage import link_on_average
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
_Lead = tuple[Counter[str], frozenset[str]]  # words of an article's beginning, and its names


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

    def close_before(self, day: dt.date) -> list[int]:
        """Close the stories without an article since `day`; return their numbers."""
        old = [n for n, story in self._stories.items() if story.last_day and story.last_day < day]
        for number in old:
            self._close(number)
        return old

    def pack(self, number_of: Mapping[str, int]) -> dict[str, Any]:
        """Return the window as arrays, the words by their numbers: a story a row, centroids flat."""
        stories = sorted(self._stories.items())
        held = [(sorted(story.words), number) for number, story in stories]
        days = [story.last_day.toordinal() if story.last_day else 0 for _, story in stories]
        words = [number_of[word] for words, _ in held for word in words]
        weights = [self._index[word][number] for words, number in held for word in words]
        return {
            "next": np.array(self.next),
            "numbers": np.array([number for number, _ in stories], np.int64),
            "days": np.array(days, np.int64),
            "sizes": np.array([story.size for _, story in stories], np.int64),
            "squares": np.array([story.square for _, story in stories], np.float64),
            "lengths": np.array([len(words) for words, _ in held], np.int64),
            "words": np.array(words, np.int64),
            "weights": np.array(weights, np.float64),
        }

    @classmethod
    def unpack(cls, kept: Mapping[str, Any], vocabulary: Sequence[str]) -> _Window:
        """Return the window that `pack` described, to the last bit."""
        window = cls()
        window.next = int(kept["next"])
        words = [vocabulary[number] for number in kept["words"].tolist()]
        weights = kept["weights"].tolist()
        columns = (
            kept[name].tolist() for name in ("numbers", "days", "sizes", "squares", "lengths")
        )
        at = 0
        for number, day, size, square, length in zip(*columns, strict=True):
            held = words[at : at + length]
            last = dt.date.fromordinal(day) if day else None
            window._stories[number] = _Story(set(held), square, size, last)
            for word, weight in zip(held, weights[at : at + length], strict=True):
                window._index[word][number] = weight
            at += length
        return window

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


class Stories:
    """Articles into stories, a day at a time; what is known by then can be kept and taken up again.

    Method: TF-IDF clustering in a window as in topic detection and tracking (Allan, 1998), average
    linkage (Sokal and Michener 1958) within a day.
    """

    def __init__(self) -> None:
        self._window = _Window()
        self._texts_with: Counter[str] = Counter()
        self._first: dict[int, str] = {}  # number of an open story -> its earliest article
        self.texts = 0  # articles placed so far

    def place(self, day: dt.date | None, articles: Iterable[ArticleText]) -> dict[str, str]:
        """Place all articles of one day and return the story of each, by article id.

        Days must come in order, articles without a date last: they form a window of their own.
        """
        rows = sorted(articles, key=lambda a: publication_key(a.published_at, a.article_id))
        return self._place(day, [(a.article_id, _lead(a)) for a in rows])

    def _place(self, day: dt.date | None, batch: Sequence[tuple[str, _Lead]]) -> dict[str, str]:
        for _, (counts, _) in batch:
            self._texts_with.update(counts.keys())
        self.texts += len(batch)
        if day is None:
            self._window, self._first = _Window(), {}
        else:
            closed = self._window.close_before(day - dt.timedelta(days=WINDOW_DAYS))
            for number in closed:
                del self._first[number]
        vectors = [
            weigh_words(counts, self._texts_with, self.texts, keep=VECTOR_WORDS, names=names)
            for _, (counts, names) in batch
        ]
        placed = _place_all(self._window, vectors, day)
        return {
            article_id: stable_id("y", self._first.setdefault(number, article_id))
            for (article_id, _), number in zip(batch, placed, strict=True)
        }

    def dump(self) -> bytes:
        """Return all that placing the next day needs: as large as the vocabulary and the window."""
        number_of = {word: number for number, word in enumerate(self._texts_with)}
        first = sorted(self._first.items())
        packed = io.BytesIO()
        np.savez(
            packed,
            texts=np.array(self.texts),
            vocabulary=_letters(list(number_of)),
            texts_with=np.array(list(self._texts_with.values()), np.int64),
            first_numbers=np.array([number for number, _ in first], np.int64),
            first_articles=_letters([article_id for _, article_id in first]),
            **self._window.pack(number_of),
        )
        return zlib.compress(packed.getvalue(), 1)

    @classmethod
    def load(cls, kept: bytes) -> Stories:
        """Return what was kept by `dump`: placing goes on as if it had never stopped."""
        stories = cls()
        with np.load(io.BytesIO(zlib.decompress(kept)), allow_pickle=False) as state:
            vocabulary = _words(state["vocabulary"])
            stories.texts = int(state["texts"])
            counts = state["texts_with"].tolist()
            stories._texts_with = Counter(dict(zip(vocabulary, counts, strict=True)))
            stories._window = _Window.unpack(state, vocabulary)
            numbers = state["first_numbers"].tolist()
            articles = _words(state["first_articles"])
            stories._first = dict(zip(numbers, articles, strict=True))
        return stories


def _letters(words: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return words as an array: NumPy would give each the room of the longest."""
    return np.frombuffer(json.dumps(words).encode(), np.uint8)


def _words(letters: npt.NDArray[np.uint8]) -> list[str]:
    return list(json.loads(letters.tobytes()))


def group_stories(articles: Iterable[ArticleText]) -> dict[str, str]:
    """Return the story of each article, by article id, whatever the order of arrival.

    A story's id comes from its earliest article. Articles without a date form a window of their
    own.
    """
    numbers = _Numbers()
    leads = sorted(
        (
            (publication_key(a.published_at, a.article_id), a.published_at, numbers.pack(*_lead(a)))
            for a in articles
        ),
        key=lambda row: row[0],
    )
    stories = Stories()
    found: dict[str, str] = {}
    for day, rows in groupby(leads, key=lambda row: row[1].date() if row[1] else None):
        found |= stories._place(day, [(key[2], numbers.unpack(packed)) for key, _, packed in rows])
    return found


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

    def unpack(self, packed: tuple[array[int], array[int]]) -> _Lead:
        rows = [(self._words[n], count) for n, count in zip(*packed, strict=True)]
        names = frozenset(word for word, count in rows if count < 0)
        return Counter({word: abs(count) for word, count in rows}), names


def _lead(article: ArticleText) -> _Lead:
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
    return link_on_average(distance, 1.0 - ALIKE)


def _mean(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the sum of vectors at length 1."""
    total: defaultdict[str, float] = defaultdict(float)
    for vector in vectors:
        for word, weight in vector.items():
            total[word] += weight
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {word: weight / length for word, weight in total.items()}
