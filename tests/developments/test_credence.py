"""How far to believe a development."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from detente.developments import constants as c
from detente.developments.credence import Belief, judge_credence
from detente.records import Source

from .builders import Row, report

PARTY = Source("role", "an Indian officer", code="IND")
VICTIM = Source("role", "a Pakistani officer", code="PAK")
UNNAMED = Source("anonymous", "a person who was there")


def by(outlet: str | None, article_id: str, **facts: Any) -> Row:
    row = {"outlet": outlet, **facts.pop("row", {})}
    sentence = facts.pop("sentence", f"Shells fell on {article_id}.")
    return report(article_id, sentence=sentence, row=row, **facts)


def again(belief: Belief) -> float:
    """Compute the probability from the working alone."""
    working = belief.working
    log_odds = math.log(working["prior"] / (1 - working["prior"]))
    for sign, name in ((1, "origins"), (-1, "denials")):
        for row in working[name]:
            r = row["r"] * row["hedge"]
            q = working["q"]
            log_odds += sign * row["share"] * math.log((r + (1 - r) * q) / ((1 - r) * q))
    return min(1 / (1 + math.exp(-log_odds)), working["ceiling"])


def test_one_good_report_of_a_material_act() -> None:
    belief = judge_credence([by("Reuters", "a")])
    ratio = (0.95 + 0.05 * 0.2) / (0.05 * 0.2)
    odds = 0.2 / 0.8 * ratio
    assert belief.credence.mean == pytest.approx(odds / (1 + odds))
    assert (belief.credibility, belief.origins) == (2, 1)


def test_a_verbal_act_starts_from_a_higher_prior() -> None:
    assert judge_credence([report("a", "ACCUSE")]).working["prior"] == 0.3
    assert judge_credence([report("a", "ASSAULT")]).working["prior"] == 0.2


def test_the_working_gives_the_same_number_by_hand() -> None:
    claims = [
        by("Reuters", "a"),
        by("Dawn", "b", sources=(UNNAMED,), sentence="Shells reportedly fell."),
        by("Sputnik", "c", row={"genre": "opinion"}),
    ]
    denial = by("The Hindu", "d", polarity="negative", sources=(PARTY,))
    belief = judge_credence(claims, [denial])
    assert again(belief) == pytest.approx(belief.credence.mean, abs=1e-12)
    assert json.loads(json.dumps(belief.working)) == belief.working
    assert belief.working["denials"][0]["hedge"] == pytest.approx(1 - c.INTEREST_OF_ACCUSED)


def test_grade_one_needs_two_independent_origins() -> None:
    one = judge_credence([by("Reuters", "a"), by("Dawn", "b", row={"reprint_of": "a"})])
    two = judge_credence([by("Reuters", "a"), by("Dawn", "b")])
    assert (one.credibility, one.origins) == (2, 1)
    assert (two.credibility, two.origins) == (1, 2)
    assert two.credence.mean > one.credence.mean


def test_weak_channels_alone_never_pass_the_ceiling() -> None:
    weak = [by(f"Blog {n}", f"a{n}") for n in range(8)]
    belief = judge_credence(weak)
    assert belief.origins == 8
    assert belief.credence.mean == belief.credence.high == c.WEAK_CEILING
    assert belief.credibility == 3
    assert judge_credence([*weak, by("Reuters", "z")]).credence.mean > 0.9


def test_a_denial_lowers_and_its_interest_weakens_it() -> None:
    claim = by("Dawn", "a")
    interested = by("The Hindu", "b", polarity="negative", sources=(PARTY,))
    distant = by(
        "The Hindu", "b", polarity="negative", sources=(Source("role", "UN", code="IGO:UN"),)
    )
    alone, party, other = (
        judge_credence([claim], denials).credence.mean for denials in ((), [interested], [distant])
    )
    assert other < party < alone


@pytest.mark.parametrize(
    ("facts", "hedge"),
    [
        ({"sources": (UNNAMED,)}, c.UNNAMED_HEDGE),
        ({"row": {"genre": "opinion"}}, c.OPINION_HEDGE),
        ({"certainty": "probable"}, c.CERTAINTY_HEDGE["probable"]),
        ({"sentence": "If true, it was an attack that was reportedly planned."}, 0.6),
        ({"sources": (PARTY,)}, c.OWN_DEED_HEDGE),
        ({"sources": (VICTIM,)}, c.PARTY_HEDGE),
        ({"sources": (PARTY,), "event_type": "ACCUSE"}, 1.0),
        ({"sources": (Source("role", "a Swiss envoy", code="CHE"),)}, 1.0),
    ],
    ids=[
        "unnamed",
        "opinion",
        "probable",
        "strongest hedge only",
        "own deed",
        "deed of the other side",
        "own words",
        "third party",
    ],
)
def test_hedges_scale_reliability(facts: dict[str, Any], hedge: float) -> None:
    belief = judge_credence([by("Dawn", "a", **facts)])
    assert belief.working["origins"][0]["hedge"] == pytest.approx(hedge)


@pytest.mark.parametrize(
    ("outlet", "sources", "grade"),
    [
        ("Dawn", (), "B"),
        ("Someone's blog", (), "F"),
        ("Someone's blog", (Source("outlet", "Reuters"),), "A"),
        ("Reuters", (), "A"),
        ("Dawn", (Source("outlet", "Sputnik"),), "E"),
        (None, (VICTIM,), "F"),
    ],
    ids=["paper", "unknown", "cites a wire", "wire", "cites a weaker paper", "only a voice"],
)
def test_the_grade_is_that_of_the_channel(
    outlet: str | None, sources: tuple[Source, ...], grade: str
) -> None:
    belief = judge_credence([by(outlet, "a", sources=sources)])
    assert belief.working["origins"][0]["reliability"] == grade


def test_without_a_usable_source_there_is_no_basis() -> None:
    nobody = by(None, "a")
    belief = judge_credence([nobody])
    assert (belief.credibility, belief.origins) == (6, 0)
    assert belief.credence.mean == pytest.approx(c.MATERIAL_PRIOR)
    assert belief.working["unusable"] == [nobody.event.event_id]
    assert judge_credence([]).credibility == 6


def test_a_denied_act_alone_is_improbable() -> None:
    belief = judge_credence([], [by("Reuters", "a", polarity="negative")])
    assert belief.credence.mean < 0.25
    assert (belief.credibility, belief.origins) == (5, 0)


@pytest.mark.parametrize("outlets", [("Reuters",), ("Blog",), ("Dawn", "BBC", "Sputnik")])
def test_the_interval_holds_the_mean_and_is_the_same_every_time(outlets: tuple[str, ...]) -> None:
    reports = [by(outlet, f"a{n}") for n, outlet in enumerate(outlets)]
    one, two = judge_credence(reports).credence, judge_credence(reports).credence
    assert one == two
    assert 0 < one.low < one.mean < one.high < 1


def test_an_unknown_channel_is_less_certain_than_a_known_one() -> None:
    unknown, known = (judge_credence([by(o, "a")]).credence for o in ("Blog", "Dawn"))
    assert unknown.high - unknown.low > known.high - known.low


def test_constants_are_in_range() -> None:
    assert set(c.RELIABILITY) == set(c.CONCENTRATION) == set("ABCDEF")
    assert all(0 < r < 1 for r in c.RELIABILITY.values())
    assert c.RELIABILITY["F"] == c.RELIABILITY["E"]
