import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.relations.stock import stock_levels

DAY = dt.date(2022, 1, 1)


@given(st.lists(st.floats(-10, 10), max_size=60), st.floats(0.01, 1))
def test_level_stays_within_its_bounds(scores, step):
    levels = stock_levels(scores, [1.0] * len(scores), [DAY] * len(scores), step=step)
    assert all(-9.000001 <= level <= 9.000001 for level in levels)


def test_bad_news_moves_a_good_relation_more_than_good_news():
    good = [8.0] * 40
    before = stock_levels(good, [1.0] * 40, [DAY] * 40)[-1]
    better = stock_levels([*good, 8.0], [1.0] * 41, [DAY] * 41)[-1]
    worse = stock_levels([*good, -8.0], [1.0] * 41, [DAY] * 41)[-1]
    assert before - worse > 3 * (better - before) > 0


def test_drift_takes_the_level_half_way_home():
    days = [DAY, DAY + dt.timedelta(days=30)]
    levels = stock_levels([10.0, 0.0], [1.0, 1.0], days, drift_half_life_days=30)
    assert levels[1] == pytest.approx(levels[0] / 2)


@pytest.mark.parametrize("step", [0.0, 1.5])
def test_a_step_that_leaves_the_bounds_is_refused(step):
    with pytest.raises(ValueError, match="step"):
        stock_levels([1.0], [1.0], [DAY], step=step)
