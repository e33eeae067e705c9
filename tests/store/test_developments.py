from __future__ import annotations

import pytest

from detente.developments.reliability import Standing
from detente.errors import StoreError
from detente.store import DevelopmentBlock, Record, Redirect

from .builders import NOON, annotation, development, event


@pytest.fixture
def filled(record: Record) -> Record:
    record.add(
        [
            annotation("a-1", events=(event("a-1", 0), event("a-1", 1, ("PAK", "USA")))),
            annotation("a-2", events=(event("a-2", 0, ("RUS", "PAK")),)),
        ],
        reader="rules-1",
        read_at=NOON,
    )
    return record


def build(record: Record, *ids: str, redirects: tuple[Redirect, ...] = ()) -> None:
    assignments = {event("a-1").event_id: ids[0]} if ids else {}
    made = [development(one) for one in ids]
    record.replace_developments([DevelopmentBlock(("RUS", "PAK"), made, assignments, redirects)])


def test_reports_come_in_blocks_of_one_pair(filled: Record) -> None:
    blocks = list(filled.reports())
    assert [[row.article_id for row in block] for block in blocks] == [["a-1", "a-2"], ["a-1"]]
    first = blocks[0][0]
    assert first.event == event("a-1")
    assert (first.outlet, first.genre) == ("The Lamp", "report")
    assert first.sentence == "Ruritania thanked Graustark on Monday."


@pytest.mark.parametrize(
    ("pairs", "n_events"), [([("USA", "PAK")], [1]), ([("FRA", "PAK")], []), ([], [])]
)
def test_reports_of_given_pairs_only(filled: Record, pairs, n_events) -> None:
    assert [len(block) for block in filled.reports(pairs)] == n_events


def test_building_clears_the_stale_mark_of_its_pair(filled: Record) -> None:
    assert filled.stale_pairs() == [("PAK", "RUS"), ("PAK", "USA")]
    build(filled, "d-1")
    assert filled.stale_pairs() == [("PAK", "USA")]
    assert filled.development("d-1") == development("d-1")
    assert filled.developments_of(("RUS", "PAK")) == [development("d-1")]


def test_building_again_replaces_and_reassigns(filled: Record) -> None:
    build(filled, "d-1")
    build(filled, "d-2", redirects=(Redirect("d-1", "d-2", "merged"),))
    assert [one.development_id for one in filled.developments_of(("PAK", "RUS"))] == ["d-2"]
    assigned = {row.event.event_id: row.development_id for row in next(filled.reports())}
    assert assigned == {event("a-1").event_id: "d-2", event("a-2", 0).event_id: None}
    assert filled.resolve("d-1") == ("development", "d-2")


@pytest.mark.parametrize("setter", ["set_reprints", "set_stories"])
def test_only_a_change_makes_pairs_stale(filled: Record, setter) -> None:
    build(filled, "d-1")
    getattr(filled, setter)({"a-2": "a-1"})
    assert ("PAK", "RUS") in filled.stale_pairs()
    build(filled, "d-1")
    getattr(filled, setter)({"a-2": "a-1"})
    assert ("PAK", "RUS") not in filled.stale_pairs()


def test_choices_are_kept(filled: Record) -> None:
    choice_id = filled.add_choice("merge", "d-1", "d-2", made_at=NOON, reason="same talks")
    assert [(c.choice_id, c.kind, c.made_at) for c in filled.choices()] == [
        (choice_id, "merge", NOON)
    ]


def test_standings_are_replaced_by_basis_and_make_all_pairs_stale(filled: Record) -> None:
    learned = Standing("Dawn", "B", 0.88, 41.5, "learned", 9, 7, 1)
    told = Standing("TASS", "E", 0.3, 10, "user")
    build(filled, "d-1")
    filled.set_standings([learned], set_at=NOON, instead_of="learned")
    assert ("PAK", "RUS") in filled.stale_pairs()
    filled.set_standings([told], set_at=NOON, instead_of="user")
    assert filled.standings() == {"Dawn": learned, "TASS": told}
    filled.set_standings([], set_at=NOON, instead_of="learned")
    assert filled.standings() == {"TASS": told}
    assert filled.unset_standing("TASS")
    assert not filled.unset_standing("TASS")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("a-1", ("article", "a-1")),
        ("d-12", ("development", "d-123")),
        (event("a-1").event_id[:8], ("event", event("a-1").event_id)),
        (
            annotation().sentences[0].sentence_id,
            ("sentence", annotation().sentences[0].sentence_id),
        ),
    ],
)
def test_id_or_its_beginning_is_resolved(filled: Record, wanted, expected) -> None:
    build(filled, "d-123", "d-456")
    assert filled.resolve(wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("d-1", "more than one id: d-123, d-124"),
        ("d-129", "did you mean d-123, d-124"),
        ("zzz", "lists the ids in use"),
        ("d-9", "no longer in the record: split by hand"),
        ("d_1", "no event"),
    ],
)
def test_id_that_is_not_clear_is_an_error(filled: Record, wanted, message) -> None:
    build(filled, "d-123", "d-124", redirects=(Redirect("d-9", None, "split by hand"),))
    with pytest.raises(StoreError, match=message):
        filled.resolve(wanted)


def test_article_is_found_by_the_id_it_was_handed_in_with(record: Record) -> None:
    for one, text in (("x1", "One was here."), ("x2", "Two were here.")):
        record.add(
            [annotation(one, text, events=(), url="https://lamp.example/1")],
            reader="rules-1",
            read_at=NOON,
        )
    assert record.resolve("x2")[1].startswith("x1@")
