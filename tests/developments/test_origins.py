"""Who knew of it, apart from whom."""

from __future__ import annotations

import pytest

from detente.developments.origins import find_origins
from detente.records import Source

from .builders import Row, report

SPOKESMAN = Source("role", "a foreign ministry spokesman", code="PAK")
ENVOY = Source("named", "Ambassador Munir Akram", code="PAK")
STRANGER = Source("named", "Ulla Berg")


def count(*reports: Row) -> int:
    return len(find_origins(reports))


def by(outlet: str | None, article_id: str, **facts: object) -> Row:
    row = {"outlet": outlet, **facts.pop("row", {})}  # type: ignore[dict-item]
    sentence = facts.pop("sentence", f"Shells fell on {article_id}.")
    return report(article_id, sentence=sentence, row=row, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "two",
    [
        (by("Dawn", "a"), by("Dawn", "b")),
        (by("Reuters", "a"), by("Dawn", "b", sentence="LAHORE (Reuters) - Shells fell.")),
        (
            by("Dawn", "a", sources=(Source("outlet", "AFP"),)),
            by("BBC", "b", sources=(Source("outlet", "Agence France-Presse"),)),
        ),
        (by("Dawn", "a", sources=(SPOKESMAN,)), by("BBC", "b", sources=(ENVOY,))),
        (
            by("Dawn", "a", sources=(SPOKESMAN,)),
            by("Ministry of Foreign Affairs of Pakistan", "b"),
        ),
        (by("Dawn", "a"), by("BBC", "b", row={"reprint_of": "a"})),
        (
            by("Dawn", "a", sentence="He said “we lost four men on that hill” and left."),
            by("BBC", "b", sentence="“We lost four men on that hill,” he told the BBC."),
        ),
        (
            by("Dawn", "a", sentence="Nine shells fell on the market of Bhimber before noon."),
            by(
                "BBC",
                "b",
                sentence="Nine shells fell on the market of Bhimber before noon, it said.",
            ),
        ),
    ],
    ids=[
        "one outlet",
        "one wire, credited",
        "one wire, cited",
        "one official voice",
        "a voice and its own release",
        "one text",
        "one quotation",
        "nearly one sentence",
    ],
)
def test_one_origin(two: tuple[Row, Row]) -> None:
    assert count(*two) == 1


@pytest.mark.parametrize(
    "two",
    [
        (by("Dawn", "a"), by("BBC", "b")),
        (by("Dawn", "a", sources=(SPOKESMAN,)), by("Dawn", "b", sources=(STRANGER,))),
        (by("Dawn", "a"), by("Dawn", "b", sources=(SPOKESMAN,))),
    ],
    ids=["two outlets", "two voices in one paper", "a paper and whom it quotes"],
)
def test_two_origins(two: tuple[Row, Row]) -> None:
    assert count(*two) == 2


def test_origins_are_named_and_keep_the_order_of_their_first_report() -> None:
    found = find_origins([by("Dawn", "a"), by("BBC", "b", sources=(SPOKESMAN,)), by("Dawn", "c")])
    assert [(o.name, [r.article_id for r in o.reports]) for o in found] == [
        ("outlet Dawn", ["a", "c"]),
        ("voice of PAK", ["b"]),
    ]


def test_no_reports_have_no_origin() -> None:
    assert find_origins([]) == []


def test_an_article_rests_on_the_source_that_it_names() -> None:
    first = by("Dawn", "a", sources=(SPOKESMAN,), sentence="Shells fell, he said.", number=1)
    again = by("Dawn", "a", sentence="The market was empty after the shelling.", number=2)
    other = by("Dawn", "b", sources=(STRANGER,), sentence="She saw shells fall.", number=1)
    again_too = by("Dawn", "b", sentence="Nobody had expected the shelling of the town.", number=2)
    assert count(first, again) == 1
    assert count(first, again, other, again_too) == 2
