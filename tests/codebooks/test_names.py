"""The gazetteer's tables: well formed, one meaning a phrase unless flagged, states covered."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import combinations

import pytest

from detente.codebooks import read_rows

Row = dict[str, str]

KINDS = {
    *("name", "adjective", "people", "capital", "seat", "nickname", "city"),
    *("organisation", "group", "former"),
}
FLAGS = {"", "ambiguous", "contested", "seat_of", "lowercase"}
CODES = {
    "state": re.compile(r"[A-Z]{3}"),
    "organisation": re.compile(r"IGO:[A-Z0-9+-]+"),
    "group": re.compile(r"GRP:[A-Z0-9-]+"),
}
DAY = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")
WORDS_AND_PEOPLE = (
    *("Nice", "Mobile", "Reading", "Bath", "Split", "Of", "March", "Man", "Best", "Male", "May"),
    *("Tours", "Batman", "Mary", "Papa", "Sale", "Tank", "Hit", "Bar", "IS", "It", "In", "Colon"),
    *("Putin", "Biden", "Zelensky", "Modi", "Khan", "Trump"),
)


@cache
def names() -> tuple[Row, ...]:
    return tuple(read_rows("names.csv"))


@cache
def entities() -> dict[str, Row]:
    return {row["code"]: row for row in read_rows("entities.csv")}


@cache
def by_phrase() -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in names():
        grouped[row["phrase"]].append(row)
    return grouped


def overlap(first: Row, second: Row) -> bool:
    return first["since"] <= (second["until"] or "9999") and second["since"] <= (
        first["until"] or "9999"
    )


def test_entities_are_unique_and_well_formed() -> None:
    rows = list(read_rows("entities.csv"))
    assert list(rows[0]) == ["code", "name", "kind"]
    assert len(rows) == len(entities())
    assert [row for row in rows if not CODES[row["kind"]].fullmatch(row["code"])] == []


def test_phrases_are_well_formed() -> None:
    assert list(names()[0]) == ["phrase", "code", "kind", "since", "until", "flag"]
    bad = [
        row
        for row in names()
        if row["kind"] not in KINDS
        or row["flag"] not in FLAGS
        or row["phrase"] != " ".join(row["phrase"].split())
        or "’" in row["phrase"]
        or row["phrase"].endswith("'s")
        or not (DAY.fullmatch(row["since"]) and DAY.fullmatch(row["until"]))
        or bool(row["until"])
        and row["since"] > row["until"]
    ]
    assert bad == []


def test_rows_are_sorted_by_code_kind_phrase() -> None:
    keys = [(row["code"], row["kind"], row["phrase"], row["since"]) for row in names()]
    assert keys == sorted(keys)


def test_every_phrase_stands_for_a_known_actor_of_its_kind() -> None:
    assert {row["code"] for row in names()} == set(entities())
    for row in names():
        kind = entities()[row["code"]]["kind"]
        assert row["kind"] in ("organisation", "seat") or kind != "organisation", row
        assert row["kind"] == "group" or kind != "group", row


def test_a_phrase_with_two_meanings_at_a_time_is_flagged() -> None:
    unmarked = [
        (first["phrase"], first["code"], second["code"])
        for rows in by_phrase().values()
        for first, second in combinations(rows, 2)
        if overlap(first, second) and not (first["flag"] and second["flag"])
    ]
    assert unmarked == []


def test_states_are_covered() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in names():
        kinds[row["code"]].add(row["kind"])
    states = [code for code, row in entities().items() if row["kind"] == "state"]
    assert len(states) == 250
    assert [code for code in states if "name" not in kinds[code]] == []
    assert sum({"adjective", "capital"} <= kinds[code] for code in states) >= 190


def test_accented_phrases_have_a_plain_spelling() -> None:
    for accented, plain in [("Élysée", "Elysee"), ("Türkiye", "Turkiye"), ("Bogotá", "Bogota")]:
        assert by_phrase()[plain][0]["code"] == by_phrase()[accented][0]["code"]


@pytest.mark.parametrize("phrase", WORDS_AND_PEOPLE)
def test_common_words_and_persons_are_not_listed(phrase: str) -> None:
    assert phrase not in by_phrase()


@pytest.mark.parametrize(
    ("phrase", "code", "kind", "flag"),
    [
        ("Islamic Republic of Pakistan", "PAK", "name", ""),
        ("U.S.", "USA", "name", ""),
        ("PRC", "CHN", "name", ""),
        ("Ivory Coast", "CIV", "name", ""),
        ("Turkey", "TUR", "name", "ambiguous"),
        ("Georgia", "GEO", "name", "ambiguous"),
        ("Kosovo", "XKX", "name", ""),
        ("British", "GBR", "adjective", ""),
        ("Danes", "DNK", "people", ""),
        ("Islamabad", "PAK", "capital", ""),
        ("Geneva", "CHE", "city", "seat_of"),
        ("Kremlin", "RUS", "seat", ""),
        ("Foggy Bottom", "USA", "seat", ""),
        ("Rawalpindi", "PAK", "seat", "ambiguous"),
        ("Congress", "USA", "seat", "ambiguous"),
        ("Crimea", "UKR", "city", "contested"),
        ("Golan Heights", "SYR", "city", "contested"),
        ("Azad Kashmir", "PAK", "city", ""),
        ("Gaza", "PSE", "city", ""),
        ("Soviet Union", "RUS", "former", ""),
        ("East Germany", "DEU", "former", ""),
        ("UN Security Council", "IGO:UN", "organisation", ""),
        ("Nato", "IGO:NATO", "organisation", ""),
        ("European Commission", "IGO:EU", "organisation", ""),
        ("Afghan Taliban", "GRP:TALIBAN", "group", ""),
        ("Hizbullah", "GRP:HEZBOLLAH", "group", ""),
        ("Daesh", "GRP:ISIS", "group", ""),
    ],
)
def test_phrase_stands_for(phrase: str, code: str, kind: str, flag: str) -> None:
    assert [(r["code"], r["kind"], r["flag"]) for r in by_phrase()[phrase]] == [(code, kind, flag)]


def test_bare_kashmir_stands_for_no_state() -> None:
    assert "Kashmir" not in by_phrase()


def test_brussels_is_a_capital_and_a_seat() -> None:
    rows = {(row["code"], row["kind"], row["flag"]) for row in by_phrase()["Brussels"]}
    assert rows == {("BEL", "capital", "seat_of"), ("IGO:EU", "seat", "seat_of")}
