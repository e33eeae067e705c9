"""Figures of labelled sets, and what is no labelled set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import ReadError
from detente.evaluation import evaluate, match, read_rows, say, to_article
from detente.pipeline import annotate_articles


def label(actor: str, recipient: str, event_type: str, **other: object) -> dict[str, object]:
    return {
        "actor": {"text": "", "code": actor}, "recipient": {"text": "", "code": recipient}, "symmetric": False,
        "event_type": event_type, "polarity": "positive", "certainty": "certain", "time": "past_present",
        "source": {"kind": "author", "text": ""}, **other,
    }  # fmt: skip


ROWS = [
    {
        "id": "a",
        "text": "Peru thanked Chile on Monday.",
        "prev": "It rained.",
        "published_at": "2022-04-30",
        "events": [label("PER", "CHL", "SUPPORT")],
    },
    {"id": "b", "text": "Norway invaded Kenya on Tuesday.", "events": []},
    {
        "id": "c",
        "text": "Brazil sharply criticised Peru.",
        "events": [label("PER", "BRA", "ACCUSE"), label("BRA", "PER", "THREATEN")],
    },
]


def test_figures_count_pairs_types_and_alarms() -> None:
    found = evaluate(ROWS, annotate_articles([to_article(row) for row in ROWS]))
    assert found.pair is not None and found.type is not None
    assert found.pair.labelled == 3
    # of the third sentence the accusation is found as the threat's pair, not as its type
    assert found.pair.recall == pytest.approx(0.667)
    assert found.type.recall == pytest.approx(0.333)
    assert found.false_alarm == 1.0
    assert any("with the event type" in line for line in say(found))


def test_a_symmetric_act_answers_either_way_round_and_another_sentence_does_not() -> None:
    (annotation,) = annotate_articles(
        [to_article({"id": "d", "text": "Peru and Chile held talks."})]
    )
    either = label("CHL", "PER", "CONSULT", symmetric=True)
    assert len(match([either], annotation.events, "type")) == 1
    assert not match([{**either, "symmetric": False}], annotation.events, "type")
    assert not match([{**either, "sentence": [500, 600]}], annotation.events, "pair")


def test_given_pairs_are_scored_by_type() -> None:
    row = {
        "id": "e",
        "text": "Peru has expelled an envoy of Chile.",
        "actor": [0, 4],
        "recipient": [30, 35],
    }
    rows = [{**row, "event_type": "SANCTION"}, {**row, "event_type": "AID"}]
    found = evaluate(rows, annotate_articles([to_article(r) for r in rows]))
    assert found.given_type == 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", ":1: no JSON"),
        (json.dumps({"id": "x", "events": []}), ":1: no text"),
        ("\n", "holds no rows"),
    ],
    ids=["no json", "no text", "empty"],
)
def test_what_is_no_labelled_set_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(text)
    with pytest.raises(ReadError, match=words):
        read_rows(path)


def test_a_set_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_rows(tmp_path / "nothing.jsonl")
