import datetime as dt

import pytest

from detente.relations import balance, describe_balance, describe_relation, relation

from .tables import row, table

START = dt.date(2022, 1, 3)
NAMES = {"AAA": "Arland", "BBB": "Borland", "CCC": "Corland"}


def frame(scores, recipient="BBB"):
    return [
        row(f"{recipient}{k}", "AAA", recipient, START + dt.timedelta(weeks=k), score)
        for k, score in enumerate(scores)
    ]


def test_scale_interval_and_names_are_said():
    words = describe_relation(relation(table(frame([4, 5, 6, 5])), "AAA", "BBB"), NAMES)
    assert "Arland and Borland, 3 January 2022 to 24 January 2022" in words
    assert "PLOVER intensity, from -10 to +10" in words
    assert "cooperative on balance" in words
    assert "Intervals hold 90 %" in words


def test_too_few_developments_give_no_number():
    words = describe_relation(relation(table(frame([4, 5])), "AAA", "BBB"), NAMES)
    assert "Tone: not enough data" in words


def test_turning_points_are_told_with_labels_or_ids():
    found = relation(table(frame([-4, -3, -5, -4, 5, 4, 6, 5])), "AAA", "BBB")
    words = describe_relation(found, NAMES, labels={"BBB4": "a border opened"})
    assert "Turning point in tone, 31 January 2022" in words
    assert "a border opened [BBB4]; BBB5" in words


@pytest.mark.parametrize(
    ("other", "expected"),
    [({"happened": False}, "planned, denied or wished"), ({"background": True}, "background")],
)
def test_what_is_left_out_is_said(other, expected):
    rows = [*frame([1, 2, 3]), row("x", "AAA", "BBB", START, 5, **other)]
    assert expected in describe_relation(relation(table(rows), "AAA", "BBB"), NAMES)


def test_balance_without_enough_data_is_not_estimable():
    rows = frame([1, 2, 3]) + frame([1, 2, 3], recipient="CCC")
    words = describe_balance(balance(table(rows), "AAA", between=("BBB", "CCC")), NAMES)
    assert "Position: not enough data" in words
    assert "not estimable" in words
    assert "never held against an outside measure" in words


def test_balance_names_the_rival_it_leans_to():
    rows = frame([7] * 12) + frame([-2] * 12, recipient="CCC")
    words = describe_balance(balance(table(rows), "AAA", between=("BBB", "CCC")), NAMES)
    assert "Position: leaning to Borland" in words
