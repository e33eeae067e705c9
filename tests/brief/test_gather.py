"""From a stored record to a brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.brief import brief_of, gather, make_brief
from detente.developments.build import build_block
from detente.errors import BriefError
from detente.records import Actor, Annotation, Article, Event, Sentence, Trigger, stable_id
from detente.store import DevelopmentBlock, Record, open_record

NOON = dt.datetime(2022, 6, 1, 12, tzinfo=dt.UTC)
ACTS = {"PAK": "Islamabad", "USA": "Washington", "RUS": "Moscow", "IND": "Delhi"}


def annotation(key: str, a: str, b: str, day: int) -> Annotation:
    """One article whose second sentence says that A thanked B."""
    text = f"This is article {key}. {ACTS[a]} thanked {ACTS[b]} for its patience in matter {key}."
    cut = text.index(". ") + 2
    published = dt.datetime(2022, 5, day, tzinfo=dt.UTC)
    article = Article(key, text, headline=f"Thanks {key}", outlet="Reuters", published_at=published)
    sentence_id = stable_id("s", key)
    start = text.index("thanked")
    event = Event(
        stable_id("e", key), sentence_id, Actor(ACTS[a], a), Actor(ACTS[b], b), False, "SUPPORT",
        "verbal_cooperation", Trigger(start, start + 7, "thanked"), score=2.0, confidence=0.9,
    )  # fmt: skip
    return Annotation(article, "report", (Sentence(sentence_id, cut, len(text)),), (event,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "r.duckdb", create=True) as record:
        found = [annotation(f"u{n}", "USA", "PAK", 1 + 5 * n) for n in range(5)]
        found += [annotation(f"r{n}", "PAK", "RUS", 2 + 5 * n) for n in range(4)]
        found += [annotation("i0", "IND", "PAK", 9)]
        record.add(found, reader="test", read_at=NOON)
        blocks = []
        for pair in record.stale_pairs():
            for reports in record.reports([pair]):
                developments, assigned, _ = build_block(pair, reports)
                blocks.append(DevelopmentBlock(pair, developments, assigned))
        record.replace_developments(blocks)
        yield record


def test_a_brief_cites_what_is_stored(store: Record) -> None:
    brief = brief_of(store, "PAK", other="USA")
    stored = {c.event_id: store.sentence_of(store.event(c.event_id))[1] for c in brief.citations}
    assert stored == {c.event_id: c.sentence for c in brief.citations}
    assert len(brief.citations) == 5
    assert brief.citations[0].headline == "Thanks u0"


def test_a_state_between_two_rivals(store: Record) -> None:
    data = gather(store, "PAK", between=("USA", "RUS"))
    assert {d.recipient for d in data.developments} == {"PAK", "RUS"}
    assert len(data.developments) == 9
    assert make_brief(data).title == "Pakistan between the United States and Russia"


def test_a_state_alone_is_told_with_its_busiest_partners(store: Record) -> None:
    data = gather(store, "PAK")
    assert [relation.pair[1] for relation in data.relations] == ["USA", "RUS", "IND"]
    assert data.counts.articles == 10


def test_only_the_days_asked_for_are_told(store: Record) -> None:
    data = gather(store, "PAK", "USA", None, dt.date(2022, 5, 5), dt.date(2022, 5, 12))
    told = {report.article_id for d in data.developments for report in d.reports}
    assert told == {"u1", "u2"}
    assert data.as_of == dt.date(2022, 5, 12)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"other": "CHN"}, "nothing is on record between Pakistan and China"),
        ({"other": "PAK"}, "PAK is named twice"),
        ({"between": ("USA", "USA")}, "USA is named twice"),
        (
            {"other": "USA", "since": dt.date(2022, 6, 1), "until": dt.date(2022, 5, 1)},
            "later than",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_told_is_an_error(
    store: Record, asked: dict[str, object], words: str
) -> None:
    with pytest.raises(BriefError, match=words):
        brief_of(store, "PAK", **asked)  # type: ignore[arg-type]


def test_a_record_that_lost_an_article_gives_no_brief(store: Record) -> None:
    store.forget("u2")
    with pytest.raises(BriefError, match="no longer on record"):
        brief_of(store, "PAK", other="USA")
