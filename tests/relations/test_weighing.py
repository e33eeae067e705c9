import datetime as dt

import polars as pl
import pytest

from detente.relations.weighing import LeftOut, count_left_out, weigh

from .tables import row, table

DAY = dt.date(2022, 4, 20)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"earliest": dt.date(2022, 4, 1), "latest": dt.date(2022, 4, 11)}, dt.date(2022, 4, 6)),
        ({"earliest": dt.date(2022, 1, 1), "latest": dt.date(2022, 12, 31)}, DAY),
        ({"earliest": None, "latest": dt.date(2022, 4, 11)}, DAY),
        ({"earliest": None, "latest": None}, DAY),
        ({"earliest": None, "latest": None, "background": True}, None),
        ({"earliest": dt.date(2022, 5, 1), "latest": dt.date(2022, 5, 9), "happened": False}, DAY),
    ],
    ids=["middle", "long interval", "open side", "no date", "background", "plan"],
)
def test_day_of_a_development(dates, expected):
    weighed = weigh(table([row("d1", "AAA", "BBB", DAY, 2) | dates]), "score")
    assert weighed["day"].to_list() == [expected]


@pytest.mark.parametrize(
    ("other", "weight"),
    [({}, 1), ({"credence": 0.4}, 0.4), ({"happened": False}, 0), ({"background": True}, 0)],
    ids=["believed", "doubted", "not happened", "background"],
)
def test_weight_is_credence_times_novelty(other, weight):
    assert weigh(table([row("d1", "AAA", "BBB", DAY, 2, **other)]), "score")["weight"][0] == weight


def test_every_development_is_left_out_under_one_reason():
    rows = [
        row("d1", "AAA", "BBB", DAY, 2),
        row("d2", "AAA", "BBB", DAY, 2, happened=False, background=True),
        row("d3", "AAA", "BBB", DAY, 2, happened=False),
        row("d4", "AAA", "BBB", DAY, 2, goldstein=None),
        row("d5", "AAA", "BBB", DAY, 2, earliest=None, background=True),
    ]
    left_out = count_left_out(weigh(table(rows), "goldstein"), None, None)
    assert left_out == LeftOut(no_day=1, no_score=1, not_happened=1, background=1)
    assert left_out.total == 4


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match="credence"):
        weigh(table([]).drop("credence"), "score")


def test_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="goldstein"):
        weigh(pl.DataFrame(), "sentiment")  # type: ignore[arg-type]
