"""The words of a text as the later steps compare them: stems with counts, and how common each is.

A text goes in, a `Counter` of stems comes out. `word_shares.csv` says in what share of general
news a stem stands, so that few articles can be compared as well as many.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Set
from functools import cache, lru_cache
from itertools import islice

from detente.codebooks import read_rows

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
BACKGROUND_TEXTS = 20
"""At least so many texts of general news stand beside those that are compared (ECB+ train and dev)."""
ENOUGH_TEXTS = 200
"""Fewer texts are topped up to so many: a dozen articles on one thing do not make it common."""
RARITY_POWER = 1.5
"""Rare words count more than in plain TF-IDF: they tell one incident from a like one (ECB+ train and dev)."""

NAME_WEIGHT = 1.5
"""Names and numbers count for more where articles are compared (ECB+ train, in six orders: B3 .862 to .894)."""
OPENING_WORDS = 40
"""The first words of an article count twice there: they say what it is about."""

_ENDINGS = ("ings", "ing", "ies", "ied", "ed", "es", "s", "y", "e")
_SHORTEST_STEM = 3


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the word in lower case without its inflection: a key to compare by, not a lemma.

    >>> stem("Visited"), stem("visits"), stem("parties"), stem("party")
    ('visit', 'visit', 'part', 'part')
    """
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    # "stopping", "stopped" beside "stop"; "passed" keeps its two
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word


@cache
def background() -> Mapping[str, float]:
    """Return the share of general news texts in which a stem stands; rarer stems are left out."""
    return {row["stem"]: float(row["share"]) for row in read_rows("word_shares.csv")}


def count_stems(text: str, *, max_words: int | None = None) -> Counter[str]:
    """Return the stems of `text` with their counts; with `max_words` of its beginning only."""
    found = (match[0] for match in islice(WORD.finditer(text), max_words))
    return Counter(stem(word) for word in found if len(word) > 1)


def count_opening(text: str, *, max_words: int) -> tuple[Counter[str], frozenset[str]]:
    """Return the stems of the beginning of `text` with their counts, and which of them are names.

    Stems of the first words count twice. A name is written with a capital, not only where a
    sentence begins, or with a digit, in at least half of its places.

    >>> count_opening("Talks opened in Oslo. Talks go on.", max_words=300)[1]
    frozenset({'oslo'})
    """
    counts: dict[str, int] = {}
    as_names: dict[str, int] = {}
    for number, match in enumerate(islice(WORD.finditer(text), max_words)):
        word = match[0]
        if len(word) > 1:
            times = 2 if number < OPENING_WORDS else 1
            key = stem(word)
            counts[key] = counts.get(key, 0) + times
            first = word[0]
            if first.isdigit() or (first.isupper() and not _begins(text, match.start())):
                as_names[key] = as_names.get(key, 0) + times
    return Counter(counts), frozenset(word for word, n in as_names.items() if 2 * n >= counts[word])


def _begins(text: str, at: int) -> bool:
    """Whether a sentence, a quotation or a line begins at a character."""
    while at and (before := text[at - 1]).isspace():
        if before == "\n":
            return True
        at -= 1
    return at == 0 or text[at - 1] in '.!?:"“'


@lru_cache(maxsize=100_000)
def rarity(word: str, texts_with: int, texts: int) -> float:
    """Return how much a stem tells: the log of texts to those with it, never below 0.

    General news stands beside the texts.
    """
    beside = max(BACKGROUND_TEXTS, ENOUGH_TEXTS - texts)
    seen = texts_with + 0.5 + beside * background().get(word, 0.0)
    return max(0.0, math.log((texts + beside) / seen))


def weigh_words(
    counts: Mapping[str, int],
    texts_with: Mapping[str, int],
    texts: int,
    *,
    keep: int,
    names: Set[str] = frozenset(),
) -> dict[str, float]:
    """Return the `keep` heaviest stems of a text as a vector of length 1 (TF-IDF, log of counts).

    `names` are stems that count `NAME_WEIGHT` times.
    """
    weights = [
        (
            -(1 + math.log(count))
            * rarity(word, texts_with.get(word, 0), texts) ** RARITY_POWER
            * (NAME_WEIGHT if word in names else 1.0),
            word,
        )
        for word, count in counts.items()
    ]
    weights.sort()  # the heaviest first: the weights stand with a minus
    heaviest = [(-w, word) for w, word in weights[:keep] if w < 0]
    length = math.sqrt(sum(w * w for w, _ in heaviest))
    return {word: w / length for w, word in heaviest}
