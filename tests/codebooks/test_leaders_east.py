"""Office holders of Asia, the Middle East, Africa and Oceania: covered, in order, apart by surname."""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.resources import files
from itertools import combinations

import pytest

from detente.codebooks import read_rows

Row = dict[str, str]

TABLE = "leaders_east.csv"
STATES = """
    PAK IND CHN JPN KOR PRK TWN MNG AFG BGD LKA NPL MMR THA VNM LAO KHM MYS SGP IDN PHL BRN TLS MDV
    BTN KAZ UZB KGZ TJK TKM TUR IRN IRQ SYR LBN ISR PSE JOR SAU YEM OMN ARE QAT BHR KWT EGY LBY TUN
    DZA MAR SDN SSD ETH ERI SOM DJI KEN UGA RWA BDI TZA COD COG AGO MOZ ZWE ZMB ZAF NAM BWA NGA GHA
    CIV SEN MLI BFA NER TCD CMR CAF GAB GIN SLE LBR GMB MDG MWI AUS NZL FJI PNG SLB
""".split()
GROUPS = "TALIBAN HAMAS HEZBOLLAH HOUTHI TTP RSF HTS ISIS ALQAEDA".split()
OFFICES = frozenset(
    [
        *("president", "vice president", "prime minister", "king", "queen", "emperor", "emir"),
        *("sultan", "crown prince", "supreme leader", "party leader", "opposition leader"),
        *("foreign minister", "deputy foreign minister", "defence minister", "finance minister"),
        *("interior minister", "minister", "official", "spokesperson", "ambassador"),
        *("special envoy", "national security adviser", "army chief", "intelligence chief"),
        *("secretary-general", "parliament speaker"),
    ]
)
HEADS = frozenset(
    [
        *("president", "prime minister", "king", "emir", "sultan", "supreme leader"),
        *("party leader", "secretary-general", "army chief"),
    ]
)
# became the government (AFG, SYR), or led by a council since the last leader was killed
WITHOUT_A_HEAD_NOW = {"GRP:TALIBAN", "GRP:HTS", "GRP:HAMAS"}
COMMON_SURNAMES = {"Khan", "Singh", "Shah", "Kim", "Lee", "Li", "Wang", "Hussein", "Ahmed", "Ali"}
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def first_day(row: Row) -> str:
    return (row["since"] + "-01-01")[:10]


def last_day(row: Row) -> str:
    return (row["until"] + "-12-31")[:10] if row["until"] else "9999-12-31"


def overlap(one: Row, other: Row) -> bool:
    return first_day(one) < last_day(other) and first_day(other) < last_day(one)


def surnames(row: Row) -> list[str]:
    return [alias[1:] for alias in row["aliases"].split(";") if alias.startswith("~")]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(read_rows(TABLE))


def test_table_has_the_agreed_columns(rows: list[Row]) -> None:
    columns = ["code", "person", "aliases", "office", "since", "until", "origin"]
    assert {tuple(row) for row in rows} == {tuple(columns)}
    assert all(row["code"] and row["person"] and row["origin"] for row in rows)


def test_offices_are_from_the_vocabulary(rows: list[Row]) -> None:
    assert {row["office"] for row in rows} - OFFICES == set()


def test_terms_are_dated_and_begin_before_they_end(rows: list[Row]) -> None:
    wrong = [
        row
        for row in rows
        if not DAY.fullmatch(row["since"])
        or not DAY.fullmatch(row["until"] or row["since"])
        or first_day(row) > last_day(row)
    ]
    assert wrong == []


def test_no_alias_repeats_the_name_or_itself(rows: list[Row]) -> None:
    for row in rows:
        names = [row["person"], *(alias for alias in row["aliases"].split(";") if alias)]
        assert sorted(names) == sorted(set(names)), row
        assert all(name == name.strip() for name in names), row


@pytest.mark.parametrize("code", [*STATES, *(f"GRP:{name}" for name in GROUPS)])
def test_every_actor_has_a_head_in_office(rows: list[Row], code: str) -> None:
    heads = [row for row in rows if row["code"] == code and row["office"] in HEADS]
    assert heads
    assert code in WITHOUT_A_HEAD_NOW or any(not row["until"] for row in heads)


def test_trusted_surname_is_never_a_common_one(rows: list[Row]) -> None:
    assert {name for row in rows for name in surnames(row)} & COMMON_SURNAMES == set()


def test_trusted_surname_names_one_state_at_a_time_across_both_tables() -> None:
    terms: dict[str, list[Row]] = defaultdict(list)
    for table in (TABLE, "leaders_west.csv"):
        if files("detente.codebooks").joinpath(table).is_file():
            for row in read_rows(table):
                for name in surnames(row):
                    terms[name].append(row)
    shared = [
        (name, one["code"], other["code"])
        for name, held in terms.items()
        for one, other in combinations(held, 2)
        if one["code"] != other["code"] and one["person"] != other["person"] and overlap(one, other)
    ]
    assert shared == []


@pytest.mark.parametrize("office", ["president", "prime minister", "foreign minister", "king"])
def test_single_office_has_one_holder_at_a_time(rows: list[Row], office: str) -> None:
    terms: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["office"] == office:
            terms[row["code"]].append(row)
    clashes = [
        (code, one["person"], other["person"])
        for code, held in terms.items()
        for one, other in combinations(held, 2)
        if overlap(one, other)
    ]
    assert clashes == []


@pytest.mark.parametrize(
    ("code", "office", "day", "person"),
    [
        ("PAK", "prime minister", "2025-05-10", "Shehbaz Sharif"),
        ("PAK", "foreign minister", "2021-06-01", "Shah Mahmood Qureshi"),
        ("IND", "foreign minister", "2025-05-10", "Subrahmanyam Jaishankar"),
        ("CHN", "foreign minister", "2023-03-01", "Qin Gang"),
        ("JPN", "prime minister", "1987-04-01", "Yasuhiro Nakasone"),
        ("IRN", "president", "2022-03-01", "Ebrahim Raisi"),
        ("ISR", "prime minister", "2022-08-01", "Yair Lapid"),
        ("AFG", "foreign minister", "2023-05-01", "Amir Khan Muttaqi"),
        ("AUS", "prime minister", "1987-04-01", "Bob Hawke"),
    ],
)
def test_holder_on_a_day(rows: list[Row], code: str, office: str, day: str, person: str) -> None:
    holders = {
        row["person"]
        for row in rows
        if (row["code"], row["office"]) == (code, office) and first_day(row) <= day < last_day(row)
    }
    assert holders == {person}
