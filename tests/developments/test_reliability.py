"""What outlets show of themselves: what they reported, and what settled it afterwards."""

from __future__ import annotations

import random

import pytest

from detente.developments import constants as c
from detente.developments.credence import judge_credence
from detente.developments.reliability import (
    Claim,
    Standing,
    claims_of,
    learn_standings,
    standing_of,
)
from detente.records import Source

from .builders import report

GOOD, BAD, LONE = "Fjord Courier", "Harbour Truth", "Quiet Weekly"
DOER = Source("role", "an Indian spokesman", code="IND")
WRONGED = Source("role", "a Pakistani spokesman", code="PAK")
TRIBUNAL = Source("collective", "the tribunal")


def claims(n: int = 12) -> list[Claim]:
    """What GOOD reported was owned to, what BAD reported was cleared up as false."""
    return [Claim(GOOD, 0.3, 1.0, 0.95)] * n + [Claim(BAD, 0.3, 1.0, 0.02)] * n


def told(outlet: str, article_id: str, **facts):
    return report(
        article_id,
        sentence=facts.pop("sentence", f"Shells fell, {article_id} wrote."),
        row={"outlet": outlet},
        **facts,
    )


def owned() -> object:
    words = "A spokesman in Delhi admitted that the army had shelled the depot."
    return told("Some Paper", "late", sources=(DOER,), sentence=words)


def test_what_was_settled_raises_or_lowers() -> None:
    learned = learn_standings(claims(), {})
    good, bad = learned[GOOD], learned[BAD]
    assert good.mean > 0.6 > 0.15 > bad.mean
    assert (good.claims, good.confirmed, good.contradicted) == (12, 12, 0)
    assert (bad.claims, bad.confirmed, bad.contradicted) == (12, 0, 12)
    assert good.grade in "ABC"
    assert bad.grade == "E"


def test_more_claims_make_it_surer() -> None:
    few, many = (learn_standings(claims(n), {})[GOOD] for n in (2, 20))
    assert few.mean < many.mean
    assert few.size < many.size


def test_order_does_not_matter() -> None:
    rows = [*claims(3), Claim(GOOD, 0.5, 0.8, 0.1)]
    expected = learn_standings(rows, {})
    random.Random(4).shuffle(rows)
    assert learn_standings(rows, {}) == expected


def test_a_grade_that_a_user_set_stays() -> None:
    by_hand = {GOOD: Standing(GOOD, "E", 0.3, 10, "user")}
    assert set(learn_standings(claims(), by_hand)) == {BAD}
    assert standing_of(GOOD, by_hand).grade == "E"


def test_agreement_of_others_settles_nothing() -> None:
    belief = judge_credence([told(name, name) for name in (GOOD, BAD, LONE)])
    assert claims_of(belief.working) == []


def test_an_admission_settles_for_those_who_reported_it() -> None:
    belief = judge_credence([told(GOOD, "a"), told(BAD, "b"), owned()])
    found = claims_of(belief.working)
    assert sorted(one.outlet for one in found) == [GOOD, BAD]
    assert all(one.settled > 0.85 for one in found)


def test_a_finding_settles_whoever_prints_it() -> None:
    words = "The tribunal found that the Indian army had shelled the depot."
    belief = judge_credence([told(GOOD, "a"), told(BAD, "b", sources=(TRIBUNAL,), sentence=words)])
    assert [one.outlet for one in claims_of(belief.working)] == [GOOD]


def test_who_was_wronged_clears_the_other() -> None:
    words = "The depot had not been shelled, Islamabad said."
    cleared = told("Some Paper", "c", polarity="negative", sources=(WRONGED,), sentence=words)
    denied = told("Some Paper", "c", polarity="negative", sources=(DOER,), sentence=words)
    claim = told(GOOD, "a")
    (one,) = claims_of(judge_credence([claim], [cleared]).working)
    assert one.settled < 0.1
    assert claims_of(judge_credence([claim], [denied]).working) == []


def test_an_outlet_that_takes_its_report_back_vouches_no_longer() -> None:
    claim, other = told(GOOD, "a"), told(LONE, "b")
    taken_back = told(GOOD, "c", polarity="negative", sentence="We retract what we wrote.")
    alone = judge_credence([claim], [taken_back])
    assert alone.credence.mean < 0.1
    assert alone.origins == 0
    rows = {
        row["outlet"]: row
        for row in judge_credence([claim, other], [taken_back]).working["origins"]
    }
    assert rows[GOOD]["hedges"] == {"taken back by the outlet": 0.0}
    assert rows[GOOD]["log_lr"] == 0.0
    assert rows[LONE]["log_lr"] > 0


def test_credence_counts_with_what_was_learned() -> None:
    rows = [report("a", row={"outlet": GOOD})]
    unknown = judge_credence(rows)
    known = judge_credence(rows, standings={GOOD: Standing(GOOD, "B", 0.88, 40, "learned")})
    assert known.credence.mean > unknown.credence.mean
    assert unknown.working["ceiling"] == c.WEAK_CEILING
    assert known.working["ceiling"] == 1.0
    row = known.working["origins"][0]
    assert (row["channel"], row["reliability"], row["basis"]) == (GOOD, "B", "learned")
    assert row["r"] == pytest.approx(0.88)


def test_no_claims_no_standings() -> None:
    assert learn_standings([], {}) == {}
