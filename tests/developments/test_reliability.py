"""What outlets show of themselves: claims that others confirm or contradict."""

from __future__ import annotations

import random

import pytest

from detente.developments import constants as c
from detente.developments.credence import judge_credence
from detente.developments.reliability import Claim, Standing, learn_standings, standing_of

from .builders import report

GOOD, BAD, LONE = "Fjord Courier", "Harbour Truth", "Quiet Weekly"


def claims(n: int = 12) -> list[Claim]:
    """Two agencies confirm what GOOD reports; they deny what BAD reports. Nobody takes LONE up."""
    rows = []
    for k in range(n):
        rows += [Claim(f"d-{k}", 0.3, name, 1.0, 1) for name in (GOOD, "Reuters", "AFP")]
        rows += [Claim(f"f-{k}", 0.3, BAD, 1.0, 1)]
        rows += [Claim(f"f-{k}", 0.3, name, 1.0, -1) for name in ("Reuters", "AFP")]
        rows += [Claim(f"x-{k}", 0.3, LONE, 1.0, 1)]
    return rows


def test_confirmed_claims_raise_and_contradicted_ones_lower() -> None:
    learned = learn_standings(claims(), {})
    good, bad = learned[GOOD], learned[BAD]
    assert good.mean > 0.6 > 0.15 > bad.mean
    assert (good.claims, good.confirmed, good.contradicted) == (12, 12, 0)
    assert (bad.claims, bad.confirmed, bad.contradicted) == (12, 0, 12)
    assert good.grade in "ABC"
    assert bad.grade == "E"


def test_claims_that_nobody_else_speaks_of_teach_nothing() -> None:
    learned = learn_standings(claims(), {})
    assert LONE not in learned
    assert standing_of(LONE, learned) == Standing(LONE, "F", 0.3, 4, "unknown")


def test_more_claims_make_it_surer() -> None:
    few, many = (learn_standings(claims(n), {})[GOOD] for n in (2, 20))
    assert few.mean < many.mean
    assert few.size < many.size


def test_order_does_not_matter() -> None:
    rows = claims()
    expected = learn_standings(rows, {})
    random.Random(4).shuffle(rows)
    assert learn_standings(rows, {}) == expected


def test_an_outlet_is_not_confirmed_by_itself() -> None:
    rows = [Claim(f"d-{k}", 0.3, GOOD, 1.0, 1) for k in range(9)]
    assert learn_standings([*rows, *rows], {}) != {}  # two origins of one outlet confirm each other
    assert learn_standings(rows, {}) == {}


def test_a_grade_that_a_user_set_stays_and_counts() -> None:
    told = {GOOD: Standing(GOOD, "E", 0.3, 10, "user")}
    assert GOOD not in learn_standings(claims(), told)
    assert standing_of(GOOD, told).grade == "E"


def test_credence_counts_with_what_was_learned() -> None:
    rows = [report("a", row={"outlet": GOOD})]
    unknown = judge_credence(rows)
    known = judge_credence(rows, standings={GOOD: Standing(GOOD, "B", 0.88, 40, "learned")})
    assert known.credence.mean > unknown.credence.mean
    assert unknown.working["ceiling"] == c.WEAK_CEILING
    assert known.working["ceiling"] == 1.0
    row = known.working["origins"][0]
    assert (row["channel"], row["reliability"], row["basis"], row["r"]) == (
        GOOD,
        "B",
        "learned",
        pytest.approx(0.88),
    )


def test_no_claims_no_standings() -> None:
    assert learn_standings([], {}) == {}
