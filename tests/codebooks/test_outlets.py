"""The table of outlets: schema, grades, no name twice."""

from __future__ import annotations

from collections import Counter

from detente.codebooks import read_rows
from detente.codebooks.outlets import find_outlet


def test_rows_are_well_formed() -> None:
    codes = {row["code"] for row in read_rows("entities.csv")}
    for row in read_rows("outlets.csv"):
        assert row["kind"] in ("press", "agency", "government", "aggregator"), row
        assert row["reliability"] in "ABCDEF", row
        assert not row["code"] or row["code"] in codes, row


def test_no_name_stands_for_two_outlets() -> None:
    names = [
        name
        for row in read_rows("outlets.csv")
        for name in {n.casefold() for n in (row["outlet"], *row["aliases"].split(";"))}
        if name
    ]
    assert [name for name, n in Counter(names).items() if n > 1] == []


def test_the_unknown_is_grade_f_and_never_a_middle_grade() -> None:
    assert find_outlet("Somebody's blog").reliability == "F"
    assert find_outlet(None).reliability == "F"
