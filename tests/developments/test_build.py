"""All reports of one pair into developments."""

from __future__ import annotations

import dataclasses
import random

import pytest

from detente.developments.build import build_block
from detente.records import Source, stable_id, to_json

from .builders import Hand, days, report

MAY_7, MAY_8 = days("2025-05-07"), days("2025-05-08")
PAIR = ("IND", "PAK")


def test_a_development_stands_for_all_its_reports() -> None:
    reports = [
        report("a", date=MAY_7, mode="Aerial", score=-9.5, place="Kotli", contexts=("military",)),
        report("b", date=days("2025-05-05", "2025-05-11", "week"), mode="Aerial", score=-9.5),
        report("c", "COERCE", date=MAY_7, score=-7.0, row={"outlet": "Dawn", "story_id": "y-1"}),
    ]
    (one,), assignments, redirects = build_block(PAIR, reports)
    assert (one.actor, one.recipient, one.symmetric) == ("IND", "PAK", False)
    assert (one.event_type, one.mode, one.score) == ("ASSAULT", "Aerial", -9.5)
    assert one.event_date and (one.event_date.earliest, one.event_date.grain) == (
        MAY_7.earliest,
        "day",
    )
    assert one.place and one.place.text == "Kotli"
    assert one.contexts == ("military",)
    assert one.happened and not one.background
    assert [r.article_id for r in one.reports] == ["a", "b", "c"]
    assert one.story_id == "y-1"
    assert set(assignments.values()) == {one.development_id}
    assert len(one.why) == 2
    assert redirects == []


def test_the_id_comes_from_the_earliest_report() -> None:
    late, early = report("a", date=MAY_7), report("b", date=MAY_7, published="2025-05-06")
    (one,), _, _ = build_block(PAIR, [late, early])
    assert one.development_id == stable_id("d", early.event.event_id)


def test_the_whole_does_not_depend_on_the_order() -> None:
    reports = [
        report(f"a{n}", date=date, row={"outlet": outlet})
        for n, (date, outlet) in enumerate(
            [(MAY_7, "Dawn"), (None, "BBC"), (MAY_8, "Reuters"), (MAY_7, "Reuters"), (None, None)]
        )
    ]
    expected = build_block(PAIR, reports)
    shuffler = random.Random(1)
    for _ in range(5):
        shuffler.shuffle(reports)
        assert build_block(PAIR, reports) == expected


def test_a_reprint_is_listed_and_counts_once() -> None:
    carrier = report("b", date=MAY_7, row={"outlet": "Dawn", "reprint_of": "a"})
    (one,), _, _ = build_block(PAIR, [report("a", date=MAY_7), carrier])
    assert (one.origins, one.reprints, len(one.reports)) == (1, ("b",), 2)


def test_a_denial_is_assigned_to_what_it_denies_and_lowers_credence() -> None:
    claim = report("a", date=MAY_7, row={"outlet": "Dawn"})
    denial = report(
        "b",
        date=MAY_7,
        polarity="negative",
        sources=(Source("role", "an Indian officer", code="IND"),),
        sentence="No shell was fired at the depot, and no shelling took place.",
        disputes=(claim.event.event_id,),
    )
    (alone,), _, _ = build_block(PAIR, [claim])
    (one,), assignments, _ = build_block(PAIR, [claim, denial])
    assert one.disputed_by == (denial.event.event_id,)
    assert [r.event_id for r in one.reports] == [claim.event.event_id]
    assert assignments[denial.event.event_id] == one.development_id
    assert one.happened and one.credence.mean < alone.credence.mean


def test_a_denied_charge_is_disputed_but_was_made() -> None:
    charge = report("a", "ACCUSE")
    denial = report(
        "a",
        "ACCUSE",
        number=1,
        polarity="negative",
        sources=(Source("role", "a Pakistani officer", code="PAK"),),
        sentence="Nothing of the kind is true, the other side said.",
        disputes=(charge.event.event_id,),
    )
    (alone,), _, _ = build_block(PAIR, [charge])
    (one,), _, _ = build_block(PAIR, [charge, denial])
    assert one.disputed_by == (denial.event.event_id,)
    assert one.credence == alone.credence


@pytest.mark.parametrize(
    ("facts", "about", "credibility"),
    [
        ({"time": "future"}, "is planned", 2),
        ({"certainty": "possible"}, "happened", 6),
        ({"polarity": "negative"}, "happened", 5),
    ],
    ids=["plan", "mere possibility", "denial alone"],
)
def test_what_did_not_happen_is_kept_and_marked(
    facts: dict[str, str], about: str, credibility: int
) -> None:
    (one,), _, _ = build_block(PAIR, [report("a", **facts)])
    assert not one.happened
    assert (one.working["about"], one.credibility) == (about, credibility)


def test_an_id_no_longer_in_use_leads_to_its_reports() -> None:
    reports = [
        report("a", date=MAY_7, row={"development_id": "d-old-a"}),
        report("b", date=MAY_7, row={"development_id": "d-old-b"}),
    ]
    (one,), _, redirects = build_block(PAIR, reports)
    assert redirects == [
        (old, one.development_id, "its reports are merged there") for old in ("d-old-a", "d-old-b")
    ]
    kept = [dataclasses.replace(r, development_id=one.development_id) for r in reports]
    assert build_block(PAIR, kept)[2] == []


def test_a_split_by_hand_gives_each_part_an_id() -> None:
    reports = [report("a", date=MAY_7), report("b", date=MAY_7)]
    (one,), _, _ = build_block(PAIR, reports)
    parts, assignments, _ = build_block(
        PAIR, reports, choices=[Hand("split", one.development_id, reason="two towns")]
    )
    assert len({part.development_id for part in parts}) == 2
    assert len(set(assignments.values())) == 2
    assert all("split by hand: two towns" in part.why for part in parts)


def test_a_symmetric_act_names_its_sides_as_most_reports_do() -> None:
    reports = [
        report("a", "CONSULT", date=MAY_7, sides=("PAK", "IND"), symmetric=True),
        report("b", "CONSULT", date=MAY_7, sides=("PAK", "IND"), symmetric=True),
        report("c", "CONSULT", date=MAY_7, sides=("IND", "PAK"), symmetric=True),
    ]
    (one,), _, _ = build_block(PAIR, reports)
    assert (one.actor, one.recipient, one.symmetric) == ("PAK", "IND", True)


def test_an_open_date_stays_open() -> None:
    (one,), _, _ = build_block(PAIR, [report("a", date=days(None, "2025-05-01", "open"))])
    assert one.event_date and one.event_date.earliest is None
    assert to_json(one.event_date)["latest"] == "2025-05-01"


def test_no_reports_give_nothing() -> None:
    assert build_block(PAIR, []) == ([], {}, [])


def test_a_report_of_another_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="expected the pair IND, PAK"):
        build_block(PAIR, [report("a", sides=("IND", "CHN"))])
