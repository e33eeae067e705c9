"""What it costs to put news into a record's reprints and stories, as the record grows.

usage: bench/placing.py FILE.jsonl[.gz]... [--stream FILE.jsonl] [--grow-to N] [--per-day 200]

First the articles of the files in order of publication, as they would arrive, a day at a time; then
the headlines of --stream; then invented days of news (sentences of the files mixed anew, words of
their own in the place of half of the names) until the record holds N articles. Prints for each stretch the
CPU milliseconds an article for its signature, for reprints and for stories, and as a yardstick what the
first articles cost when all are placed at once in memory. Nothing is read for events.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import itertools
import json
import random
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from detente import ingest
from detente.developments.reprints import find_reprints, settle_reprints, signature
from detente.developments.stories import group_stories
from detente.developments.texts import ArticleText
from detente.records import Annotation, Article
from detente.store import Record, open_record

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


def load(path: str) -> list[Article]:
    """Return the articles of a file in order of publication."""
    opener = gzip.open if path.endswith(".gz") else open
    found = []
    with opener(path, "rt", encoding="utf8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            text = row.get("text") or row.get("headline") or ""
            moment = dt.datetime.fromisoformat(
                str(row.get("published_at") or row["first_seen"]).replace("Z", "+00:00")
            )
            moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            name = str(row.get("article_id") or f"{Path(path).name}-{number}")
            if text:
                found.append(Article(name, text, row.get("headline"), published_at=moment))
    return sorted(found, key=lambda a: (a.published_at, a.article_id))


def invent(
    articles: list[Article], *, per_day: int, since: dt.date, seed: int
) -> Iterator[Article]:
    """Yield news without end: sentences of one or two articles mixed, half of the names exchanged."""
    rng = random.Random(seed)
    for number in itertools.count():
        one, other = rng.sample(articles, 2)
        sentences = (
            re.split(r"(?<=[.!?]) ", one.text)[:14] + re.split(r"(?<=[.!?]) ", other.text)[:4]
        )
        rng.shuffle(sentences)
        coined = {}

        def exchange(match: re.Match[str], coined: dict[str, str] = coined) -> str:
            word = match[0]
            if word not in coined:
                new = "".join(rng.choice("aeiou" if i % 2 else "bdfgklmnprst") for i in range(7))
                coined[word] = new.title() if rng.random() < 0.5 else word
            return coined[word]

        text = NAME.sub(exchange, " ".join(sentences))
        moment = dt.datetime.combine(since, dt.time(), dt.UTC)
        moment += dt.timedelta(days=number // per_day, minutes=number % per_day)
        yield Article(f"invented-{number}", text, None, published_at=moment)


@dataclass
class Spent:
    """CPU seconds of one stretch."""

    articles: int = 0
    words: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, what: str, since: float) -> None:
        self.seconds[what] = self.seconds.get(what, 0.0) + time.process_time() - since

    def line(self, name: str, held: int) -> str:
        shown = {what: 1000 * s / max(self.articles, 1) for what, s in self.seconds.items()}
        told = ", ".join(f"{what} {ms:.2f}" for what, ms in shown.items())
        placing = sum(ms for what, ms in shown.items() if what != "adding")
        words = self.words // max(self.articles, 1)
        return f"{name}: {held} articles held, {self.articles} new, {words} words each: {placing:.2f} ms an article ({told})"  # fmt: skip


def place(record: Record, articles: list[Article], spent: Spent) -> None:
    """Add articles with nothing found in them, and place them."""
    began = time.process_time()
    marks = {a.article_id: signature(a.text) for a in articles}
    spent.add("signatures", began)
    began = time.process_time()
    record.add([Annotation(a, "report") for a in articles], reader="none", read_at=NOW, signatures=marks)  # fmt: skip
    spent.add("adding", began)
    began = time.process_time()
    fresh = record.unplaced()
    record.set_reprints(settle_reprints(fresh, record))
    spent.add("reprints", began)
    began = time.process_time()
    ingest._refresh_stories(record, fresh)
    spent.add("stories", began)
    spent.articles += len(articles)
    spent.words += sum(a.text.count(" ") + 1 for a in articles)


def at_once(articles: list[Article]) -> str:
    """Return what placing costs without a record, everything at once."""
    texts = [ArticleText(a.article_id, a.published_at, a.headline, a.text) for a in articles]
    began = time.process_time()
    find_reprints(texts)
    middle = time.process_time()
    group_stories(texts)
    ms = [1000 * s / len(texts) for s in (middle - began, time.process_time() - middle)]
    return f"the same at once, in memory: {sum(ms):.2f} ms an article (signatures and reprints {ms[0]:.2f}, stories {ms[1]:.2f})"  # fmt: skip


def days(articles: Iterable[Article]) -> Iterator[list[Article]]:
    for _, group in itertools.groupby(articles, key=lambda a: a.published_at.date()):
        yield list(group)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("files", nargs="+")
    ap.add_argument("--stream")
    ap.add_argument("--grow-to", type=int, default=0)
    ap.add_argument("--per-day", type=int, default=200)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    held = 0
    with tempfile.TemporaryDirectory() as folder:
        with open_record(Path(folder) / "record.duckdb", create=True) as record:
            real = sorted(
                (article for file in a.files for article in load(file)),
                key=lambda article: (article.published_at, article.article_id),
            )
            spent = Spent()
            for batch in days(real):
                place(record, batch, spent)
            held += spent.articles
            print(spent.line("real articles", held), flush=True)
            print(at_once(real), flush=True)
            if a.stream:
                spent = Spent()
                for batch in days(load(a.stream)):
                    place(record, batch, spent)
                held += spent.articles
                print(spent.line("stream", held), flush=True)
            last = max(article.published_at for article in real).date() + dt.timedelta(days=30)
            news = invent(
                real, per_day=a.per_day, since=max(last, dt.date(2026, 1, 1)), seed=a.seed
            )
            marks = [n for n in (25_000, 50_000, 100_000, 150_000, 200_000) if n < a.grow_to]
            for mark in [*marks, a.grow_to]:
                while held < mark - 10 * a.per_day:  # grow, unmeasured
                    held += grow(record, news, a.per_day)
                spent = Spent()
                while held + spent.articles < mark:
                    place(record, list(itertools.islice(news, a.per_day)), spent)
                held += spent.articles
                if spent.articles:
                    print(spent.line("invented", held), flush=True)


def grow(record: Record, news: Iterator[Article], per_day: int) -> int:
    """Add a day of news and place it; return how many."""
    batch = list(itertools.islice(news, per_day))
    place(record, batch, Spent())
    return len(batch)


if __name__ == "__main__":
    main()
