"""Reprints and stories of a record: what is near, from which day stories can be told again."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from detente import ingest
from detente.developments.reprints import Near, find_reprints, signature
from detente.developments.stories import group_stories
from detente.developments.texts import ArticleText
from detente.store import Record, open_record

from .builders import NOON, annotation

THINGS = (
    "A ferry line between Faro and Tangier is opened by Portugal and Morocco, the ministers say in {x}.",
    "A volcano on Java spewed ash over villages and grounded all Indonesian flights, {x} is told.",
    "Peru and Chile quarrel over anchovies in the Pacific, and fishermen of {x} join the quarrel.",
)
PLACES = "Lima Oslo Quito Hanoi Accra Doha Minsk Suva".split()


def invented(n: int, seed: int = 1) -> list[ArticleText]:
    """Return articles on three things over forty days, some of them copies, some without a date."""
    rng = random.Random(seed)
    found: list[ArticleText] = []
    for i in range(n):
        day = dt.datetime(2022, 3, 1, 9, tzinfo=dt.UTC) + dt.timedelta(days=rng.randrange(40))
        text = (
            rng.choice(THINGS).format(x=rng.choice(PLACES)) + f" It was the {i}th report of many."
        )
        if found and rng.random() < 0.3:
            text = rng.choice(found).text
        found.append(ArticleText(f"a{i}", None if rng.random() < 0.1 else day, None, text))
    return found


def add(record: Record, articles: list[ArticleText]) -> None:
    found = [annotation(a.article_id, a.text, (), published_at=a.published_at) for a in articles]
    marks = {a.article_id: signature(a.text) for a in articles}
    record.add(found, reader="rules-1", read_at=NOON, signatures=marks)


def placed(record: Record) -> dict[str, tuple[str | None, str]]:
    rows = record.articles_frame().select("article_id", "reprint_of", "story_id")
    return {row[0]: (row[1], row[2]) for row in rows.iter_rows()}


def test_near_are_articles_with_a_band_in_common(record: Record) -> None:
    articles = invented(12)
    copy = ArticleText("copy", None, None, articles[3].text)
    add(record, [*articles, copy])
    found = record.near(["a3", "copy"])
    assert "copy" in {n.article_id for n in found["a3"]}
    assert Near("a3", articles[3].published_at) in found["copy"]


@pytest.mark.parametrize("seed", range(3))
def test_the_partition_is_the_same_in_whatever_order_and_parts_articles_come(
    record: Record, seed: int
) -> None:
    articles = invented(60, seed)
    originals, stories = find_reprints(articles), group_stories(articles)
    shuffler = random.Random(seed)
    shuffler.shuffle(articles)
    while articles:
        size = shuffler.randint(1, 20)
        add(record, articles[:size])
        ingest.refresh(record)
        articles = articles[size:]
    assert placed(record) == {key: (originals[key], stories[key]) for key in stories}
    assert 5 < len(set(stories.values())) < 50
    assert sum(original is not None for original in originals.values()) > 5


def test_news_of_today_goes_on_from_what_was_kept(record: Record, monkeypatch) -> None:
    articles = sorted((a for a in invented(80) if a.published_at), key=lambda a: a.published_at)
    add(record, articles[:-3])
    ingest.refresh(record)
    add(record, articles[-3:])
    fetched: list[str] = []
    texts = Record.texts
    monkeypatch.setattr(
        Record, "texts", lambda self, ids: texts(self, [fetched.append(i) or i for i in ids])
    )
    ingest.refresh(record)
    assert {a.article_id for a in articles[-3:]} <= set(fetched)
    assert len(set(fetched)) < 30


def test_states_are_kept_of_the_last_days_and_one_a_quarter(record: Record) -> None:
    add(record, [a for a in invented(80) if a.published_at])
    ingest.refresh(record)
    days = record.story_state_days()
    assert days[:2] == [dt.date(2022, 3, 1), dt.date(2022, 4, 1)]
    assert len(days) == 2 + ingest.LAST_DAYS


def test_a_state_holds_no_longer_when_an_article_before_it_comes_or_goes(record: Record) -> None:
    articles = [a for a in invented(80) if a.published_at]
    add(record, articles)
    ingest.refresh(record)
    last = record.story_state_days()[-1]
    assert record.story_state(None)[0] == last
    early = dt.datetime(2022, 2, 1, tzinfo=dt.UTC)
    add(record, [ArticleText("late", early, None, THINGS[0])])
    assert record.story_state(None) is None
    record.forget("late")
    assert record.story_state_days() == []
    ingest.refresh(record)
    assert placed(record).keys() == {a.article_id for a in articles}


def test_a_state_that_no_longer_fits_is_not_kept(record: Record) -> None:
    add(record, [ArticleText("a", NOON, None, THINGS[0])])
    day = dt.date(2022, 5, 2)
    record.keep_story_states({day: (2, b"two")}, days=[day])
    assert record.story_state(None) is None
    record.keep_story_states({day: (1, b"one")}, days=[day])
    assert record.story_state(day) == (day, b"one")
    assert record.story_state(day - dt.timedelta(days=1)) is None


def test_articles_of_an_old_record_get_their_signature(tmp_path: Path) -> None:
    articles = invented(20)
    with open_record(tmp_path / "r.duckdb", create=True) as record:
        found = [annotation(a.article_id, a.text, ()) for a in articles]
        record.add(found, reader="rules-1", read_at=NOON)
        assert len(record.unsigned()) == 20
        ingest.refresh(record)
        assert record.unsigned() == []
        assert record.counts()["bands"] > 20
