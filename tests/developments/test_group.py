"""Articles of one call into reprints, stories and developments."""

from __future__ import annotations

import dataclasses

import pytest

from detente.codebooks import read_table
from detente.developments.group import group_annotations
from detente.developments.same_act import describe, load_same_act, name_act
from detente.records import Annotation, Article, Event, Sentence, Span

from .builders import days, moment, report

QUAKE = [
    "An earthquake killed nine people in Chitral on Monday.",
    "Nine deaths are reported from Chitral after the quake of Monday.",
    "The tremor in Chitral was felt in Kabul; a governor said that roads are closed.",
]
WEDDING = "A footballer was married on Monday; the bride said that she was glad."


def annotation(article_id: str, text: str, *words: str, **facts: object) -> Annotation:
    triggers = tuple(Span(text.index(word), text.index(word) + len(word)) for word in words)
    article = Article(
        article_id, text, triggers=triggers, published_at=moment("2025-05-06"), outlet="Dawn"
    )
    sentences = (Sentence(f"s-{article_id}", 0, len(text)),)
    return Annotation(article, "report", sentences, **facts)  # type: ignore[arg-type]


def test_triggers_of_one_act_share_an_id() -> None:
    rows = group_annotations(
        [
            annotation("a", QUAKE[0], "earthquake", "killed"),
            annotation("b", QUAKE[1], "deaths", "quake"),
            annotation("c", QUAKE[2], "tremor", "said"),
            annotation("d", WEDDING, "married", "said"),
        ]
    )
    (quake, death), (deaths, again), (tremor, said), (married, other) = (
        row.development_ids for row in rows
    )
    assert quake == again == tremor
    assert death == deaths
    assert len({quake, death, said, married, other}) == 5
    assert rows[0].story_id == rows[1].story_id != rows[3].story_id


def test_without_triggers_every_event_found_has_an_id() -> None:
    event = report("a", date=days("2025-05-05")).event
    nameless = report("b", number=1, sides=("IND", "")).event
    rows = group_annotations(
        [
            annotation(
                "a", "Shells fell on a depot.", events=(_at("a", event), _at("a", nameless))
            ),
            annotation("b", "A depot was hit by shells.", events=(_at("b", event),)),
        ]
    )
    first, second = (row.development_ids for row in rows)
    assert first[0] is not None and first[0] == second[0]
    assert first[1] is None


def _at(article_id: str, event: Event) -> Event:
    return dataclasses.replace(
        event, sentence_id=f"s-{article_id}", event_id=f"{event.event_id}-{article_id}"
    )


def test_rows_keep_the_order_of_the_input_and_their_ids_do_not_depend_on_it() -> None:
    given = [annotation(str(n), text, text.split()[1]) for n, text in enumerate(QUAKE)]
    there, back = group_annotations(given), group_annotations(given[::-1])
    assert [row.article_id for row in there] == ["0", "1", "2"]
    assert there == back[::-1]


def test_a_text_with_other_actors_is_no_reprint() -> None:
    shells = "Shells fell on a depot near the river at noon, an officer said."
    ours = report("a").event
    theirs = report("b", sides=("IRN", "ISR")).event
    rows = group_annotations(
        [
            annotation("a", shells, events=(_at("a", ours),)),
            annotation("b", shells, events=(_at("b", theirs),)),
            annotation("c", shells, events=(_at("c", ours),)),
        ]
    )
    assert [row.reprint_of for row in rows] == [None, None, "a"]


def test_an_article_that_could_not_be_read_has_a_row() -> None:
    (row,) = group_annotations([Annotation(Article("x", ""), "report")])
    assert (row.article_id, row.story_id, row.development_ids) == ("x", None, ())


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("murdered", "death"),
        ("the killing", "death"),
        ("took over", "taking"),
        ("visited", "visit"),
        ("juggled", "juggl"),
        ("-", "-"),
    ],
)
def test_words_name_acts(words: str, act: str) -> None:
    assert name_act(words) == act


def test_no_word_names_two_acts() -> None:
    words = [word for row in read_table("same_acts.toml")["acts"].values() for word in row]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_pair_of_event_words_has_one_probability() -> None:
    words = describe(
        [
            annotation("a", QUAKE[0], "earthquake"),
            annotation("b", QUAKE[1], "quake"),
            annotation("c", WEDDING, "married"),
        ],
        load_same_act().centre,
    )
    likely = load_same_act().probabilities(words)
    assert likely.shape == (3, 3)
    assert (likely == likely.T).all()
    assert ((0 <= likely) & (likely <= 1)).all()
    assert likely[0, 1] > 0.5 > likely[0, 2]


def test_like_acts_of_stories_apart_are_two_events() -> None:
    rows = group_annotations(
        [
            annotation("a", QUAKE[0], "earthquake"),
            annotation("b", "Villages near Arequipa lost their harvest when a dam broke after the quake.", "quake"),
        ]
    )  # fmt: skip
    assert rows[0].development_ids != rows[1].development_ids
