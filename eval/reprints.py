"""How surely copies are found: three kinds of copies of real articles planted among all the others.

usage: reprints.py ARTICLES.jsonl.gz... [--copies 300] [--seed 1] [--show 0]

light    about one word in twenty left out, doubled or replaced, a new first sentence
cut      the last fifth to two fifths of the sentences gone, and the byline
re-keyed typed anew: other quotation marks and dashes, American for British spelling or the other way,
         numbers up to twelve in words, slips of the pen, other paragraphs

Prints for each kind the share found with the right original, and every pair of articles that was
called a reprint and is no planted one: in real corpora these are real reprints, or errors, which
only reading tells (`--show N`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator

from detente.developments.reprints import find_reprints
from detente.developments.texts import ArticleText
from detente.read.moments import parse_moment

SHORTEST = 60  # words of an article that is copied
KINDS = ("light", "cut", "re-keyed")
WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]  # fmt: skip
SPELLINGS = {"our": "or", "ise": "ize", "isation": "ization", "programme": "program", "centre": "center", "defence": "defense"}  # fmt: skip
OPENINGS = [
    "Here is what is known so far.",
    "Our desk reports the following.",
    "The news was followed closely here.",
]


def light(text: str, rng: random.Random) -> str:
    """Return the text lightly edited."""
    words = text.split(" ")
    for n in range(len(words)):
        if rng.random() < 0.05:
            words[n] = rng.choice(["", f"{words[n]} {words[n]}", "also", "however"])
    return f"{rng.choice(OPENINGS)} {' '.join(word for word in words if word)}"


def cut(text: str, rng: random.Random) -> str:
    """Return the text without its end."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(sentences[: max(2, round(len(sentences) * rng.uniform(0.6, 0.8)))])


def rekeyed(text: str, rng: random.Random) -> str:
    """Return the text as somebody would type it again."""
    text = text.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "–": "-"}))  # fmt: skip
    text = re.sub(r"\b([1-9]|1[0-2])\b", lambda m: WORDS[int(m[1]) - 1], text)
    for british, american in SPELLINGS.items():
        text = re.sub(rf"{british}\b", american, text)
    words = re.sub(r"\s*\n\s*", " ", text).split(" ")
    for n, word in enumerate(words):
        if len(word) > 5 and word.isalpha() and rng.random() < 0.01:
            at = rng.randrange(1, len(word) - 2)
            words[n] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def load(files: list[str]) -> Iterator[ArticleText]:
    """Yield the articles of packed JSON Lines files."""
    for file in files:
        with gzip.open(file, "rt", encoding="utf8") as lines:
            for row in map(json.loads, lines):
                yield ArticleText(
                    str(row["article_id"]), parse_moment(row["published_at"]), row["headline"], row["text"]
                )  # fmt: skip


def plant(
    articles: list[ArticleText], copies: int, rng: random.Random
) -> dict[str, tuple[str, ArticleText]]:
    """Return copies by id: the kind of each, and the article with its text."""
    makers = dict(zip(KINDS, (light, cut, rekeyed), strict=True))
    long = [one for one in articles if len(one.text.split()) >= SHORTEST]
    planted = {}
    for n, original in enumerate(rng.sample(long, copies)):
        kind = KINDS[n % len(KINDS)]
        text = makers[kind](original.text, rng)
        made = ArticleText(f"{original.article_id}|{kind}", original.published_at, None, text)
        planted[made.article_id] = (kind, made)
    return planted


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    ap.add_argument("files", nargs="+")
    ap.add_argument("--copies", type=int, default=300)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--show", type=int, default=0, help="unplanted pairs to print for reading")
    a = ap.parse_args()
    rng = random.Random(a.seed)
    articles = list(load(a.files))
    planted = plant(articles, a.copies, rng)
    # a copy goes out with or after its original; the id breaks the tie
    found = find_reprints([*articles, *(made for _, made in planted.values())])
    roots = find_reprints(articles)
    share = {}
    for kind in KINDS:
        ids = [one for one, (known, _) in planted.items() if known == kind]
        hits = [one for one in ids if _is_right(one, found, roots)]
        share[kind] = round(len(hits) / len(ids), 3)
    wrong = [
        (one, original) for one, original in found.items()
        if original and one in planted and not _is_right(one, found, roots)
    ]  # fmt: skip
    others = [(one, original) for one, original in roots.items() if original]
    print(json.dumps({"articles": len(articles), "copies": len(planted), "found": share,
                      "wrong_original": len(wrong), "unplanted": len(others)}, indent=1))  # fmt: skip
    texts = {one.article_id: one.text for one in articles}
    for one, original in rng.sample(others, min(a.show, len(others))):
        print("\n---", one, "\n", texts[one][:300], "\n   =", original, "\n", texts[original][:300])


def _is_right(one: str, found: dict[str, str | None], roots: dict[str, str | None]) -> bool:
    source = one.rpartition("|")[0]
    return found[one] in (source, roots[source])


if __name__ == "__main__":
    main()
