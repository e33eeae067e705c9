import datetime as dt

import numpy as np
import pytest

from detente.records import to_json
from detente.relations import Tone, balance
from detente.relations.balance import Lean, correlate, decide_position
from detente.relations.validation import validation_of

from .tables import row, table

START = dt.date(2022, 1, 3)


def acts(state, rival, scores):
    return [
        row(f"{state}{rival}{k:02d}", state, rival, START + dt.timedelta(weeks=k), score)
        for k, score in enumerate(scores)
    ]


def side(mean, n=9):
    return Tone(mean, mean - 1, mean + 1, n, float(n), 0.0)


@pytest.mark.parametrize(
    ("tones", "lean", "position"),
    [
        ((side(3, n=4), side(1)), Lean(2, 1, 3), "unknown"),
        ((None, side(1)), None, "unknown"),
        ((side(-3), side(-1)), Lean(-2, -3, -1), "estranged"),
        ((side(2), side(2)), Lean(0, -1, 1), "balanced"),
        ((side(-0.2), side(0.2)), Lean(-0.4, -1, 1), "no clear lean"),
        ((side(4), side(1)), Lean(3, 1, 5), "leaning PPP"),
        ((side(-1), side(3)), Lean(-4, -6, -2), "leaning QQQ"),
    ],
)
def test_position_is_decided_in_order(tones, lean, position):
    assert decide_position(tones, lean, between=("PPP", "QQQ")) == position


def test_json_has_the_fields_of_the_contract():
    rows = acts("AAA", "USA", [1] * 6) + acts("AAA", "RUS", [3] * 6)
    found = to_json(balance(table(rows), "AAA", between=("RUS", "USA")))
    assert {
        "state", "between", "lean", "percentile", "z", "engagement", "position",
        "at_the_expense", "validated", "series",
    } <= found.keys()  # fmt: skip
    assert found["validated"] is True
    assert found["percentile"] is None


def test_lean_is_the_difference_of_the_tones_and_changes_sign_with_the_rivals():
    rows = acts("AAA", "PPP", [6] * 20) + acts("AAA", "QQQ", [-1] * 20)
    one = balance(table(rows), "AAA", between=("PPP", "QQQ"))
    other = balance(table(rows), "AAA", between=("QQQ", "PPP"))
    assert one.lean.mean == pytest.approx(one.tones[0].mean - one.tones[1].mean)
    assert one.lean.mean == pytest.approx(-other.lean.mean)
    assert one.position == other.position == "leaning PPP"
    assert one.series[-1].lean == one.lean.mean


def test_a_state_is_ranked_among_states_with_enough_developments():
    rows = []
    for k in range(6):
        rows += acts(f"S{k}", "PPP", [k] * 5) + acts(f"S{k}", "QQQ", [2] * 5)
    rows += acts("FEW", "PPP", [9] * 4) + acts("FEW", "QQQ", [0] * 5)
    rows += acts("IGO:X", "PPP", [9] * 9) + acts("IGO:X", "QQQ", [0] * 9)
    found = balance(table(rows), "S5", between=("PPP", "QQQ"))
    assert (found.peers, found.percentile) == (6, 100)
    assert found.z > 1
    assert balance(table(rows), "FEW", between=("PPP", "QQQ")).percentile is None


def test_nothing_is_said_of_a_state_without_developments():
    found = balance(table(acts("AAA", "PPP", [1] * 6)), "ZZZ", between=("PPP", "QQQ"))
    assert (found.lean, found.position, found.engagement) == (None, "unknown", None)
    assert found.at_the_expense is None


@pytest.mark.parametrize("sign", [1, -1])
def test_ties_that_move_against_each_other_correlate_negatively(sign):
    rng = np.random.default_rng(2)
    swings = rng.choice([-8.0, 8.0], 60)
    rows = acts("AAA", "PPP", swings) + acts("AAA", "QQQ", sign * swings)
    found = balance(table(rows), "AAA", between=("PPP", "QQQ"), by="month").at_the_expense
    assert sign * found.low > 0 if sign > 0 else found.high < 0


def test_correlation_needs_ten_changes():
    x = np.arange(9.0)
    assert correlate(x, x) is None


@pytest.mark.parametrize(
    ("rivals", "validated"),
    [(("USA", "RUS"), True), (("USA", "CHN"), False), (("RUS", "CHN"), False)],
)
def test_rivals_whose_lean_was_checked(rivals, validated):
    assert validation_of(*rivals).validated is validated


def test_rivals_that_were_never_checked_are_not_called_invalid():
    assert validation_of("IND", "PAK") is None


def test_three_different_actors_are_needed():
    with pytest.raises(ValueError, match="three actors"):
        balance(table([]), "AAA", between=("AAA", "BBB"))
