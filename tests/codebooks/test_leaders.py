"""The tables of office holders: well formed, one vocabulary, surnames that name one state."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from importlib.resources import files
from itertools import combinations

import pytest

from detente.codebooks import read_rows

Row = dict[str, str]

TABLES = [
    name
    for name in ("leaders_west.csv", "leaders_east.csv")
    if files("detente.codebooks").joinpath(name).is_file()
]
COLUMNS = ["code", "person", "aliases", "office", "since", "until", "origin"]
OFFICES = frozenset(
    """president|vice president|prime minister|chancellor|king|queen|emperor|emir|sultan|crown prince
    supreme leader|party leader|foreign minister|defence minister|finance minister|interior minister
    secretary of state|secretary of defense|secretary of the treasury|national security adviser
    army chief|intelligence chief|spokesperson|ambassador|special envoy|deputy foreign minister
    secretary-general|high representative|commission president|council president
    managing director|director-general|parliament speaker|opposition leader|minister|official
    """.replace("\n    ", "|")
    .strip("|")
    .split("|")
)
CODE = re.compile(r"[A-Z]{3}|(IGO|GRP|NSA):[A-Z0-9]+")
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def first_day(row: Row) -> str:
    return (row["since"] + "-01-01")[:10]


def last_day(row: Row) -> str:
    return (row["until"] + "-12-31")[:10] if row["until"] else "9999-12-31"


def overlap(one: Row, other: Row) -> bool:
    return first_day(one) < last_day(other) and first_day(other) < last_day(one)


def aliases(row: Row) -> list[str]:
    return [alias for alias in row["aliases"].split(";") if alias]


def holders(code: str, office: str, day: str) -> set[str]:
    return {
        row["person"]
        for name in TABLES
        for row in read_rows(name)
        if (row["code"], row["office"]) == (code, office) and first_day(row) <= day < last_day(row)
    }


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for name in TABLES for row in read_rows(name)]


@pytest.mark.parametrize("name", TABLES)
def test_header_is_the_agreed_one(name: str) -> None:
    text = files("detente.codebooks").joinpath(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert next(csv.reader(lines)) == COLUMNS


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_complete(name: str) -> None:
    for row in read_rows(name):
        assert list(row) == COLUMNS
        assert CODE.fullmatch(row["code"]), row
        assert row["person"] == row["person"].strip() != "", row
        assert row["origin"], row
        assert all(alias == alias.strip() for alias in aliases(row)), row


@pytest.mark.parametrize("name", TABLES)
def test_office_is_from_the_vocabulary(name: str) -> None:
    assert {row["office"] for row in read_rows(name)} <= OFFICES


@pytest.mark.parametrize("name", TABLES)
def test_term_begins_before_it_ends(name: str) -> None:
    for row in read_rows(name):
        assert DAY.fullmatch(row["since"]), row
        assert not row["until"] or DAY.fullmatch(row["until"]), row
        assert first_day(row) <= last_day(row), row


def test_no_row_stands_twice(rows: list[Row]) -> None:
    keys = [(r["code"], r["person"], r["office"], r["since"]) for r in rows]
    assert sorted(keys) == sorted(set(keys))


def test_trusted_surname_names_one_state_at_a_time(rows: list[Row]) -> None:
    by_surname: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for alias in aliases(row):
            if alias.startswith("~"):
                by_surname[alias].append(row)
    shared = [
        (surname, one["person"], other["person"])
        for surname, terms in by_surname.items()
        for one, other in combinations(terms, 2)
        if one["code"] != other["code"] and one["person"] != other["person"] and overlap(one, other)
    ]
    assert shared == []


@pytest.mark.parametrize(
    "office", ["president", "prime minister", "chancellor", "foreign minister"]
)
@pytest.mark.parametrize("code", ["USA", "GBR", "FRA", "DEU", "ITA", "UKR", "POL", "BRA", "CAN"])
def test_single_office_has_one_holder_at_a_time(rows: list[Row], code: str, office: str) -> None:
    terms = [row for row in rows if (row["code"], row["office"]) == (code, office)]
    assert [pair for pair in combinations(terms, 2) if overlap(*pair)] == []


@pytest.mark.parametrize(
    ("code", "office", "day", "person"),
    [
        ("USA", "president", "1987-03-01", "Ronald Reagan"),
        ("USA", "secretary of state", "2022-03-01", "Antony Blinken"),
        ("RUS", "foreign minister", "2022-03-01", "Sergey Lavrov"),
        ("RUS", "party leader", "1987-03-01", "Mikhail Gorbachev"),
        ("DEU", "chancellor", "2022-03-01", "Olaf Scholz"),
        ("UKR", "president", "2022-03-01", "Volodymyr Zelensky"),
        ("IGO:EU", "high representative", "2022-03-01", "Josep Borrell"),
    ],
)
def test_holder_on_a_day(code: str, office: str, day: str, person: str) -> None:
    assert holders(code, office, day) == {person}
