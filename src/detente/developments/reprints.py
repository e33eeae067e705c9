"""Articles into reprints: which of them carry a text that another one published before.

MinHash over word 3-shingles proposes, an exact comparison of the shingles decides, and names and
numbers have a veto: yearly greetings are templates in which only these differ.
"""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from heapq import heapify, heappop, heappush, nsmallest
from typing import Protocol

from rensa import RMinHash

from detente.codebooks import read_rows
from detente.developments.texts import ArticleText, PublicationKey, publication_key
from detente.developments.words import WORD

__all__ = [
    "ArticleText",
    "Near",
    "Shelf",
    "bands_of",
    "find_reprints",
    "settle_reprints",
    "signature",
]

SHINGLE_WORDS = 3
JACCARD = 0.75  # share of the shingles of both texts that they have in common
CONTAINMENT = 0.90  # share of the shorter text's shingles: wire copy is cut from the end
SHORT_WORDS = 25  # a shorter text must be the same word for word
HEAD_WORDS = 60  # the part that a cut leaves in place
BANDS, ROWS = 10, 4  # finds a pair of Jaccard .75 with probability .98, of .3 with .08
SWAPPED_SHARE = 0.10  # of the shorter text's names and numbers that may stand otherwise
SWAPPED_MIN = 3  # so many differences are a correction, not another event
SWAPPED_STATES = 2  # another state named in so many places is another event
_SEED = 20220430
_SIGNATURE = struct.Struct(f"<{2 * BANDS * ROWS}I")

_CODEC = ("utf-8", "surrogatepass")
_PRINTS_HELD = 256  # texts compared lately
AT_ONCE = 500  # articles whose neighbours are asked for at once

SameFacts = Callable[[str, str], bool]


def signature(text: str) -> bytes:
    """Return the MinHash signatures of the whole text and of its head, as bytes to be kept.

    Broder (1997): two signatures agree in a share of places that estimates the Jaccard index.
    """
    words = _words(text)
    if len(words) < SHORT_WORDS:
        # only the same words are a reprint: a headline is near to no other
        sets = [[" ".join(words)]] * 2
    else:
        sets = [_shingles(words), _shingles(words[:HEAD_WORDS])]
    whole, head = RMinHash.digests_from_token_sets(sets, BANDS * ROWS, _SEED)
    return _SIGNATURE.pack(*whole, *head)


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in WORD.finditer(text)]


def _shingles(words: list[str]) -> list[str]:
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return [" ".join(words[i : i + SHINGLE_WORDS]) for i in range(last)]


def bands_of(signature: bytes) -> list[int]:
    """Return the bands of a signature as 64-bit numbers; likely reprints have one in common.

    Locality-sensitive hashing (Indyk and Motwani 1998): the whole text has `BANDS`, its head as many.
    """
    width = ROWS * 4
    parts = (signature[n * width : (n + 1) * width] for n in range(2 * BANDS))
    digests = (blake2b(part, digest_size=8, salt=bytes([n])) for n, part in enumerate(parts))
    return [int.from_bytes(one.digest(), "big", signed=True) for one in digests]


@dataclass(frozen=True, slots=True)
class Near:
    """An article that shares a band with another."""

    article_id: str
    published_at: dt.datetime | None
    reprint_of: str | None = None

    @property
    def key(self) -> PublicationKey:
        return publication_key(self.published_at, self.article_id)


class Shelf(Protocol):
    """Where articles that are compared stand; always asked for many at once."""

    def near(self, article_ids: Sequence[str]) -> Mapping[str, Sequence[Near]]:
        """Return the articles that share a band with each of these, itself not among them."""

    def texts(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of these articles."""


@dataclass(frozen=True, slots=True)
class _Print:
    """What two texts are compared by."""

    words: tuple[str, ...]
    shingles: frozenset[str]
    facts: Counter[str]  # names and numbers


def _print_of(text: str) -> _Print:
    words = _words(text)
    facts = Counter(word for word in _cased_words(text) if word[0].isupper() or word[0].isdigit())
    return _Print(tuple(words), frozenset(_shingles(words)), facts)


def _cased_words(text: str) -> Iterator[str]:
    return (match[0] for match in WORD.finditer(text))


def _is_reprint(one: _Print, other: _Print) -> bool:
    """Whether two texts are one: alike in words, and in the names and numbers among them."""
    short, long = sorted((one, other), key=lambda p: len(p.words))
    if len(short.words) < SHORT_WORDS:
        return short.words == long.words
    shared = len(short.shingles & long.shingles)
    jaccard = shared / len(short.shingles | long.shingles)
    if jaccard < JACCARD and shared < CONTAINMENT * len(short.shingles):
        return False
    return not _tells_of_others(short.facts, long.facts)


def _tells_of_others(short: Counter[str], long: Counter[str]) -> bool:
    """Whether names or numbers of one text stand for others in the second.

    What one text has on top (a byline, a last paragraph) is no difference: both must have some of
    their own.
    """
    missing, added = short - long, long - short
    swapped = min(missing.total(), added.total())
    states = min(_state_names(missing), _state_names(added))
    return states >= SWAPPED_STATES or (
        swapped >= SWAPPED_MIN and swapped > SWAPPED_SHARE * short.total()
    )


def _state_names(facts: Counter[str]) -> int:
    names = _name_words()
    return sum(count for word, count in facts.items() if word.lower() in names)


@cache
def _name_words() -> frozenset[str]:
    """Return the one-word names and demonyms of the gazetteer, in lower case."""
    return frozenset(
        row["phrase"].lower() for row in read_rows("names.csv") if " " not in row["phrase"]
    )


def settle_reprints(
    fresh: Iterable[tuple[str, dt.datetime | None]],
    shelf: Shelf,
    *,
    same_facts: SameFacts | None = None,
) -> dict[str, str | None]:
    """Return the original of every fresh article and of those that change with it; None for none.

    The original is the earliest article of its kind and itself no reprint. What is settled is what
    would be found with all articles at once, whatever the order of arrival; looked at are only the
    fresh ones and what is near them. `same_facts(a, b)` may refuse a pair: two texts alike are no
    reprint when their actors or dates differ.
    """
    keys = {article_id: publication_key(moment, article_id) for article_id, moment in fresh}
    new = set(keys)
    waiting = [*keys.values()]
    heapify(waiting)
    near: dict[str, Sequence[Near]] = {}
    before: dict[str, str | None] = {}  # what the shelf says of articles
    settled: dict[str, str | None] = {}
    prints = _Prints(shelf)
    while waiting:
        key = heappop(waiting)
        own = key[2]
        if own not in near:
            ahead = [own, *(k[2] for k in nsmallest(AT_ONCE, waiting) if k[2] not in near)]
            near |= shelf.near(ahead)
            before |= {n.article_id: n.reprint_of for one in ahead for n in near.get(one, ())}
            prints.expect(
                [one, *(n.article_id for n in near[one] if n.key < keys[one])]
                for one in ahead if near.get(one)
            )  # fmt: skip
        original = None
        around = sorted(near.pop(own, ()), key=lambda n: n.key)
        for other in (n.article_id for n in around if n.key < key):
            allowed = same_facts is None or same_facts(own, other)
            if allowed and _is_reprint(prints.of(own), prints.of(other)):
                of_other = settled[other] if other in settled else before[other]
                original = of_other or other
                break
        if own in new or original != before.get(own):
            settled[own] = original
            for later in (n for n in around if n.key > key and n.article_id not in keys):
                keys[later.article_id] = later.key
                heappush(waiting, later.key)
    return settled


class _Prints:
    """The prints of articles, their texts fetched a few hundred at a time."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._expected: deque[list[str]] = deque()
        self._texts: dict[str, str] = {}
        self.of = lru_cache(maxsize=_PRINTS_HELD)(self._make)

    def expect(self, comparisons: Iterable[list[str]]) -> None:
        """Say what will be compared, in that order."""
        self._expected = deque(comparisons)

    def _make(self, article_id: str) -> _Print:
        if article_id not in self._texts:
            wanted = {article_id}
            while self._expected and len(wanted) < _PRINTS_HELD:
                wanted.update(self._expected.popleft())
            self._texts = dict(self._shelf.texts(sorted(wanted)))
        return _print_of(self._texts[article_id])


class _Held:
    """A shelf of articles held in memory."""

    def __init__(self, articles: Iterable[ArticleText]) -> None:
        self.moments: dict[str, dt.datetime | None] = {}
        self._held: dict[str, bytes] = {}
        self._bands: dict[str, list[int]] = {}
        self._with: defaultdict[int, list[str]] = defaultdict(list)
        for article in articles:
            key = article.article_id
            self.moments[key] = article.published_at
            self._held[key] = zlib.compress(article.text.encode(*_CODEC), 1)
            self._bands[key] = bands_of(signature(article.text))
            for band in self._bands[key]:
                self._with[band].append(key)

    def near(self, article_ids: Sequence[str]) -> dict[str, list[Near]]:
        found = {}
        for key in article_ids:
            others = {other for band in self._bands[key] for other in self._with[band]} - {key}
            found[key] = [Near(other, self.moments[other]) for other in sorted(others)]
        return found

    def texts(self, article_ids: Sequence[str]) -> dict[str, str]:
        return {key: zlib.decompress(self._held[key]).decode(*_CODEC) for key in article_ids}


def find_reprints(
    articles: Iterable[ArticleText], *, same_facts: SameFacts | None = None
) -> dict[str, str | None]:
    """Return the original of each article, by article id; None for one that is no reprint.

    All articles are held in memory, compressed. See `settle_reprints`.
    """
    shelf = _Held(articles)
    return settle_reprints(shelf.moments.items(), shelf, same_facts=same_facts)
