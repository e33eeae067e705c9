import datetime as dt

import numpy as np
import pytest

from detente.relations.constants import HALF_LIFE_DAYS, PRIOR_WEIGHT
from detente.relations.tone import (
    Counted,
    Pool,
    bootstrap_means,
    bounds,
    counted,
    decayed_sums,
    pool_pairs,
    share_of_signs,
    shrunk_means,
    tone,
)
from detente.relations.weighing import weigh

from .tables import row, table

DAY = dt.date(2022, 4, 20)


def same_day(scores):
    return Counted(np.zeros(len(scores), np.int64), np.asarray(scores, float), np.ones(len(scores)))


def test_mean_of_a_pair_counts_once_in_the_prior():
    rows = [row(f"d{k}", "AAA", "BBB", DAY, 6) for k in range(9)]
    rows.append(row("d9", "AAA", "CCC", DAY, -2))
    pool = pool_pairs(weigh(table(rows), "score"))
    assert pool.mu == pytest.approx(2)


def test_tone_is_the_formula():
    own = same_day([4.0, 4.0, -2.0])
    expected = (6 + PRIOR_WEIGHT * 1) / (3 + PRIOR_WEIGHT)
    assert shrunk_means(own, np.array([0]), 1.0)[0] == pytest.approx(expected)


def test_a_development_counts_half_after_the_half_life():
    half_life = int(HALF_LIFE_DAYS)
    sums = decayed_sums(np.array([8.0, 1.0]), np.array([0, half_life]), np.array([0, half_life]))
    assert sums == pytest.approx([8, 5])


def test_empty_periods_only_decay():
    ends = np.array([0, 90, 180, 270])
    assert decayed_sums(np.array([8.0]), np.array([0]), ends) == pytest.approx([8, 4, 2, 1])


def test_share_of_signs_leaves_out_zero_scores():
    assert share_of_signs(same_day([3, 1, 0, -5]), 0) == pytest.approx(1 / 3)
    assert share_of_signs(same_day([0, 0]), 0) is None


@pytest.mark.parametrize(("n", "given"), [(2, False), (3, True)])
def test_below_three_there_is_not_enough_data(n, given):
    weighed = weigh(table([row(f"d{k}", "AAA", "BBB", DAY, k) for k in range(n)]), "score")
    found = tone(counted(weighed), pool_pairs(weighed), on=DAY, rng=np.random.default_rng(1))
    assert (found is not None) == given


def test_interval_narrows_with_more_developments():
    rng = np.random.default_rng(3)
    pool = Pool(0.0, np.array([-5.0, 5.0]), np.array([0.5, 0.5]))
    widths = []
    for n in (3, 30, 300):
        draws = bootstrap_means(same_day(rng.normal(1, 4, n)), np.array([0]), pool, rng=rng)
        low, high = bounds(draws)
        widths.append(float(high[0] - low[0]))
    assert widths[0] > widths[1] > widths[2]


@pytest.mark.parametrize("n", [1, 2, 3, 5, 10, 30])
def test_interval_covers_the_true_mean_of_simulated_pairs(n):
    """Pairs differ with a variance that is a fifth of that within a pair, as K = 5 supposes."""
    rng = np.random.default_rng(100 + n)
    within, between, pairs = 4.0, 4.0 / np.sqrt(5), 400
    truth = rng.normal(1.0, between, pairs)
    scores = rng.normal(truth[:, None], within, (pairs, n))
    others = rng.normal(rng.normal(1.0, between, 300)[:, None], within, (300, 10)).ravel()
    pool = Pool(1.0, others, np.full(len(others), 1 / len(others)))
    hits = 0
    for mean, own in zip(truth, scores, strict=True):
        draws = bootstrap_means(same_day(own), np.array([0]), pool, rng=rng, replicates=300)
        low, high = bounds(draws)
        hits += bool(low[0] <= mean <= high[0])
    assert 0.85 <= hits / pairs <= 1.0
