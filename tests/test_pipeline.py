"""The stages together, on short invented texts."""

from __future__ import annotations

import datetime as dt

import pytest

import detente
from detente.annotation_row import annotation_row
from detente.errors import ReadError
from detente.pipeline import annotate_articles
from detente.records import Article, Span

DAY = dt.datetime(2022, 4, 30, tzinfo=dt.UTC)


def article(text: str, **facts: object) -> Article:
    return Article("a", text, published_at=DAY, **facts)  # type: ignore[arg-type]


def test_annotate_gives_events_sources_and_dates() -> None:
    found = detente.annotate(
        "A senior Kazakh diplomat, who asked not to be named, said that Turkey attacked Syria on Monday.",
        published_at="2022-04-30",
    )
    event = next(e for e in found.events if e.event_type == "ASSAULT")
    assert (event.actor.code, event.recipient.code) == ("TUR", "SYR")
    assert event.source_chain[0].kind == "anonymous"
    assert event.event_date is not None
    assert event.event_date.earliest == dt.date(2022, 4, 25)


@pytest.mark.parametrize(
    "text",
    [
        "India should thank Pakistan for the warning.",
        "Russia has never attacked Finland with missiles.",
        "If Iran attacks Israel, the region will burn.",
        "Were the United States to impose sanctions on Peru, every mine would close.",
    ],
    ids=lambda text: text,
)
def test_what_did_not_happen_is_kept_and_not_counted(text: str) -> None:
    found = next(annotate_articles([article(text)]))
    assert found.events
    assert not any(event.happened for event in found.events)


def test_articles_come_back_in_order() -> None:
    texts = [f"Peru thanked Chile {n} times." for n in range(40)]
    found = annotate_articles([Article(str(n), text) for n, text in enumerate(texts)])
    assert [a.article.article_id for a in found] == [str(n) for n in range(40)]


def test_given_pairs_get_a_type_and_given_triggers_a_judgement() -> None:
    text = "Peru may impose sanctions on Chile."
    asked = article(text, pairs=((Span(0, 4), Span(29, 34)),), triggers=(Span(16, 25),))
    found = next(annotate_articles([asked]))
    assert found.pairs[0].event_type == "THREATEN"  # an announced act of hostility
    assert sum(found.pairs[0].scores.values()) == pytest.approx(1, abs=0.01)
    assert found.triggers[0].certainty == "possible"


def test_a_row_has_the_fields_of_the_contract() -> None:
    row = annotation_row(
        detente.annotate("Peru thanked Chile on Monday.", published_at="2022-04-30")
    )
    assert set(row) == {
        "article_id", "genre", "sentences", "events", "attributions", "pairs", "triggers", "problems",
    }  # fmt: skip
    event = row["events"][0]
    assert event["happened"] is True
    assert event["event_date"]["grain"] == "day"
    assert set(event["trigger"]) == {"start", "end", "text"}


def test_without_a_date_that_is_a_problem() -> None:
    found = detente.annotate("Peru thanked Chile on Monday.")
    assert [p.stage for p in found.problems] == ["dates"]
    assert found.events[0].event_date is None


def test_empty_text_is_refused() -> None:
    with pytest.raises(ReadError):
        detente.annotate("   ")


def test_a_dateline_speaks_for_nobody() -> None:
    text = (
        "LIMA, April 7 (Example Wire) — Chile on Wednesday condemned Peru's aggression against Bolivia and"
        " said that it must stop."
    )
    (annotation,) = annotate_articles([Article("a", text, dateline="LIMA, April 7 (Example Wire)")])
    attack = next(e for e in annotation.events if e.event_type == "ASSAULT")
    assert [s.text for s in attack.source_chain] == ["Chile"]
