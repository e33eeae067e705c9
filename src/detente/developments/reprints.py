"""Articles into reprints: which of them carry a text that another one published before.

MinHash over word 3-shingles proposes, an exact comparison of the shingles decides, and names and
numbers have a veto: yearly greetings are templates in which only these differ.
"""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rensa import RMinHash

from detente.codebooks import read_rows
from detente.developments.texts import ArticleText, publication_key
from detente.developments.words import WORD

__all__ = [
    "ArticleText",
    "ReprintIndex",
    "find_reprint",
    "find_reprints",
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
_END = -1  # of a chain of articles that share a band

TextOf = Callable[[str], str]
SameFacts = Callable[[str, str], bool]


def signature(text: str) -> bytes:
    """Return the MinHash signatures of the whole text and of its head, as bytes to be kept.

    Broder (1997): two signatures agree in a share of places that estimates the Jaccard index.
    """
    words = _words(text)
    whole, head = RMinHash.digests_from_token_sets(
        [_shingles(words), _shingles(words[:HEAD_WORDS])], BANDS * ROWS, _SEED
    )
    return _SIGNATURE.pack(*whole, *head)


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in WORD.finditer(text)]


def _shingles(words: list[str]) -> list[str]:
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return [" ".join(words[i : i + SHINGLE_WORDS]) for i in range(last)]


class ReprintIndex:
    """Articles by the bands of their signatures (LSH): finds likely reprints without reading all.

    Articles that share a band form a chain from the last added to the first: 2 kB an article.
    """

    def __init__(self) -> None:
        self._keys: list[tuple[bool, dt.datetime, str]] = []
        self._previous: list[array[int]] = []
        self._last: dict[int, int] = {}

    def add(self, article_id: str, published_at: dt.datetime | None, signature: bytes) -> None:
        """Add an article."""
        number = len(self._keys)
        bands = _bands(signature)
        self._previous.append(array("i", [self._last.get(band, _END) for band in bands]))
        self._last.update(dict.fromkeys(bands, number))
        self._keys.append(publication_key(published_at, article_id))

    def candidates(
        self, article_id: str, published_at: dt.datetime | None, signature: bytes
    ) -> list[str]:
        """Return the articles published earlier that share a band, earliest first."""
        own = publication_key(published_at, article_id)
        found: set[int] = set()
        for n, band in enumerate(_bands(signature)):
            number = self._last.get(band, _END)
            while number != _END:
                found.add(number)
                number = self._previous[number][n]
        return [key[-1] for key in sorted(self._keys[n] for n in found) if key < own]


def _bands(signature: bytes) -> list[int]:
    width = ROWS * 4
    return [hash((n, signature[n * width : (n + 1) * width])) for n in range(2 * BANDS)]


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


def find_reprint(
    article: ArticleText,
    index: ReprintIndex,
    text_of: TextOf,
    *,
    same_facts: SameFacts | None = None,
) -> str | None:
    """Return the earliest article of the index whose text `article` carries, None when it is new.

    `text_of` returns the text of an article of the index. `same_facts(a, b)` may refuse a pair:
    two texts alike are no reprint when their actors or dates differ.
    """
    mark = signature(article.text)
    found = index.candidates(article.article_id, article.published_at, mark)
    own = _print_of(article.text) if found else None
    for other in found:
        allowed = same_facts is None or same_facts(article.article_id, other)
        if own and allowed and _is_reprint(own, _print_of(text_of(other))):
            return other
    return None


def find_reprints(
    articles: Iterable[ArticleText],
    text_of: TextOf | None = None,
    *,
    same_facts: SameFacts | None = None,
) -> dict[str, str | None]:
    """Return the original of each article, by article id; None for one that is no reprint.

    The original is the earliest article of its kind and itself no reprint; the order of arrival
    does not matter. `text_of` returns the text of an article again; without it all texts are held,
    compressed.
    """
    held: dict[str, bytes] = {}
    marks = []
    for article in articles:
        key = publication_key(article.published_at, article.article_id)
        marks.append((key, article.published_at, signature(article.text)))
        if text_of is None:
            held[article.article_id] = zlib.compress(article.text.encode(*_CODEC), 1)
    look_up = text_of or (lambda article_id: zlib.decompress(held[article_id]).decode(*_CODEC))
    print_of = lru_cache(maxsize=_PRINTS_HELD)(lambda article_id: _print_of(look_up(article_id)))
    index = ReprintIndex()
    originals: dict[str, str | None] = {}
    for (_, _, article_id), published_at, mark in sorted(marks, key=lambda row: row[0]):
        original = None
        for other in index.candidates(article_id, published_at, mark):
            allowed = same_facts is None or same_facts(article_id, other)
            if allowed and _is_reprint(print_of(article_id), print_of(other)):
                original = originals[other] or other
                break
        originals[article_id] = original
        index.add(article_id, published_at, mark)
    return originals
