import datetime as dt
import time

import numpy as np
import pytest

from detente.records import to_json
from detente.relations import relation
from detente.relations.periods import periods
from detente.relations.turning_points import find_breaks

from .tables import many, row, table

START = dt.date(2022, 1, 3)  # a Monday


def weekly(scores, *, actor="AAA", recipient="BBB", prefix="d"):
    return [
        row(f"{prefix}{k:03d}", actor, recipient, START + dt.timedelta(weeks=k), score)
        for k, score in enumerate(scores)
    ]


def test_json_has_the_fields_of_the_contract():
    found = to_json(relation(table(weekly([1, 2, 3, 4])), "AAA", "BBB"))
    assert {
        "pair", "scale", "tone", "share_of_signs", "stock", "n_developments", "series",
        "turning_points",
    } <= found.keys()  # fmt: skip
    assert {"start", "end", "tone", "low", "high", "volume", "n"} <= found["series"][0].keys()
    assert found["pair"] == ["AAA", "BBB"]


def test_series_ends_where_the_headline_stands():
    found = relation(table(weekly([1, -2, 3, 4, 5, 6])), "AAA", "BBB", by="week")
    last = found.series[-1]
    assert (last.tone, last.low, last.high) == (
        pytest.approx(found.tone.mean),
        pytest.approx(found.tone.low),
        pytest.approx(found.tone.high),
    )
    assert last.stock == found.stock


def test_order_of_rows_and_of_the_pair_does_not_matter():
    rows = weekly([1, -2, 3, 4, 5, 6]) + weekly([2, 2], recipient="CCC", prefix="c")
    one = relation(table(rows), "AAA", "BBB")
    other = relation(table(rows[::-1]), "BBB", "AAA")
    assert (one.tone, one.series) == (other.tone, other.series)


def test_symmetric_acts_count_both_ways():
    rows = weekly([3, 3, 3])
    rows.append(row("e1", "BBB", "AAA", START, -8, symmetric=True))
    forth, back = relation(table(rows), "AAA", "BBB").directions
    assert forth.tone.n == 4
    assert back.tone is None


def test_volume_counts_plans_that_the_tone_leaves_out():
    rows = [*weekly([1, 2, 3]), row("p1", "AAA", "BBB", START, 9, happened=False)]
    found = relation(table(rows), "AAA", "BBB")
    assert (found.series[0].volume, found.series[0].n, found.tone.n) == (4, 3, 3)
    assert found.left_out.not_happened == 1


def test_volume_share_is_of_the_whole_table():
    rows = weekly([1]) + weekly([1], recipient="CCC", prefix="c")
    assert relation(table(rows), "AAA", "BBB").series[0].volume_share == pytest.approx(0.5)


def test_most_influential_is_the_one_whose_removal_moves_the_tone_most():
    rows = weekly([2, 2, -10, 2, 2]) + weekly([0.0, 0.0], recipient="CCC", prefix="c")
    found = relation(table(rows), "AAA", "BBB")
    assert found.most_influential.development_id == "d002"
    assert found.most_influential.change > 0
    assert found.most_influential.tone_without == pytest.approx(
        found.tone.mean + found.most_influential.change
    )


def test_a_pair_without_developments_has_no_figures():
    found = relation(table(weekly([1, 2, 3])), "AAA", "ZZZ")
    assert (found.tone, found.stock, found.series, found.n_developments) == (None, None, (), 0)


def test_window_keeps_later_news_out_and_the_stock_of_earlier_news():
    frame = table(weekly([5, 5, 5, 5, -10, -10]))
    found = relation(
        frame, "AAA", "BBB", since=START + dt.timedelta(days=1), until=START + dt.timedelta(27)
    )
    assert found.n_developments == 3
    assert found.stock == pytest.approx(
        relation(frame, "AAA", "BBB", until=START + dt.timedelta(27)).stock
    )


def test_turning_point_of_tone_is_dated_and_cites_what_made_it():
    found = relation(table(weekly([-4, -3, -5, -4, 5, 4, 6, 5])), "AAA", "BBB")
    (point,) = [point for point in found.turning_points if point.kind == "tone"]
    assert point.date == START + dt.timedelta(weeks=4)
    assert (point.before, point.after) == (pytest.approx(-4), pytest.approx(5))
    assert point.developments == ("d004", "d005", "d006", "d007")


def test_two_developments_after_a_change_are_no_turning_point():
    found = relation(table(weekly([-4, -3, -5, -4, -4, -3, 6, 6])), "AAA", "BBB")
    assert [point.kind for point in found.turning_points] == []


def burst(week, n, *, recipient, prefix):
    start = START + dt.timedelta(weeks=week)
    return [row(f"{prefix}{week:03d}-{k}", "AAA", recipient, start, 1.0) for k in range(n)]


@pytest.mark.parametrize(("others", "dates"), [(10, 1), (None, 0)], ids=["steady", "growing"])
def test_growing_coverage_is_no_turning_point_of_volume(others, dates):
    rows = []
    for week in range(16):
        n = 1 if week < 8 else 6
        rows += burst(week, n, recipient="BBB", prefix="d")
        rows += burst(week, others or 5 * n, recipient="CCC", prefix="c")
    found = relation(table(rows), "AAA", "BBB")
    volume = [point for point in found.turning_points if point.kind == "volume"]
    assert len(volume) == dates
    if volume:
        assert volume[0].date == START + dt.timedelta(weeks=8)
        assert (volume[0].before, volume[0].after) == (pytest.approx(1), pytest.approx(6, rel=0.15))


def test_noise_seldom_shows_a_break():
    rng = np.random.default_rng(5)
    alarms = sum(bool(find_breaks(rng.standard_normal(52))) for _ in range(200))
    assert alarms <= 14


def test_a_constant_series_has_no_break():
    assert find_breaks(np.full(20, 3.0)) == []


def test_periods_are_cut_at_both_ends():
    found = periods(dt.date(2022, 1, 20), dt.date(2022, 3, 2), by="month")
    assert found == [
        (dt.date(2022, 1, 20), dt.date(2022, 1, 31)),
        (dt.date(2022, 2, 1), dt.date(2022, 2, 28)),
        (dt.date(2022, 3, 1), dt.date(2022, 3, 2)),
    ]


def test_weeks_begin_on_mondays():
    assert periods(dt.date(2022, 1, 5), dt.date(2022, 1, 12), by="week")[1][0].weekday() == 0


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"b": "AAA"}, "twice"),
        ({"by": "year"}, "month or week"),
        ({"since": dt.date(2022, 2, 1), "until": dt.date(2022, 1, 1)}, "later"),
    ],
)
def test_a_mistaken_call_is_refused(other, message):
    arguments = {"b": "BBB"} | other
    with pytest.raises(ValueError, match=message):
        relation(table(weekly([1, 2, 3])), "AAA", **arguments)


def test_a_large_table_is_read_within_a_second():
    frame = many(20_000)
    relation(frame, "S00", "S01", by="week")  # imports
    began = time.process_time()
    relation(frame, "S00", "S01", by="week")
    assert time.process_time() - began < 1
