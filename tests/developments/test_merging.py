"""Which reports tell of one act."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebooks import read_table
from detente.developments.dating import say_days
from detente.developments.families import family_of, may_be_one
from detente.developments.merging import development_id_of, merge_reports
from detente.errors import CodebookError
from detente.records import Source

from .builders import Hand, Row, days, report

MAY_7, MAY_8 = days("2025-05-07"), days("2025-05-08")
STRIKE = "Indian aircraft struck a camp at dawn and killed nine militants."


def groups(*reports: Row, choices: tuple[Hand, ...] = ()) -> list[list[str]]:
    """Return the article ids of each group."""
    return [
        [r.article_id for r in group.reports] for group in merge_reports(reports, choices=choices)
    ]


def test_same_day_and_family_is_one_act() -> None:
    merged = merge_reports([report("a", date=MAY_7), report("b", date=MAY_7, sentence=STRIKE)])
    assert [r.article_id for r in merged[0].reports] == ["a", "b"]
    assert "same day 2025-05-07, same family ASSAULT (assault)" in merged[0].why[0]


@pytest.mark.parametrize(
    "other",
    [
        report("b", date=MAY_8),
        report("b", "SANCTION", date=MAY_7),
        report("b", date=MAY_7, sides=("PAK", "IND")),
        report("b", date=MAY_7, certainty="possible"),
        report(
            "b",
            date=MAY_7,
            polarity="negative",
            sentence="Nobody crossed the border.",
            row={"outlet": "AFP"},
        ),
    ],
    ids=["another day", "another family", "the other way", "mere possibility", "denial"],
)
def test_what_differs_is_another_act(other: Row) -> None:
    assert groups(report("a", date=MAY_7), other) == [["a"], ["b"]]


def test_what_was_announced_belongs_to_the_act_that_came_of_it() -> None:
    plan = report("a", time="future", date=MAY_7, published="2025-05-05")
    (merged,) = merge_reports([plan, report("b", date=MAY_7, published="2025-05-08")])
    assert [[r.article_id for r in told] for told in (merged.reports, merged.plans)] == [
        ["b"],
        ["a"],
    ]
    assert any("announced before" in line for line in merged.why)


@pytest.mark.parametrize(
    "plan",
    [
        report("p", time="future", date=MAY_8, published="2025-05-05"),
        report("p", time="future", date=MAY_7, published="2025-05-09"),
        report("p", time="future", date=MAY_7, published="2025-05-05", sides=("PAK", "IND")),
    ],
    ids=["for another day", "told afterwards", "of the other side"],
)
def test_a_plan_that_nothing_came_of_stays_a_plan(plan: Row) -> None:
    assert len(groups(plan, report("b", date=MAY_7, published="2025-05-08"))) == 2


def test_a_denial_finds_no_plan_that_was_carried_out() -> None:
    plan = report("a", time="future", date=MAY_7, published="2025-05-05")
    act = report("b", date=MAY_7, published="2025-05-08")
    denial = report(
        "c",
        date=MAY_7,
        polarity="negative",
        sentence="The Indian army shelled no depot near the river.",
        published="2025-05-09",
    )
    (merged,) = merge_reports([plan, act, denial])
    assert [
        [r.article_id for r in told] for told in (merged.reports, merged.plans, merged.denials)
    ] == [["b"], ["a"], ["c"]]


def test_the_end_of_a_drill_is_the_drill_that_began_a_week_before() -> None:
    began = report(
        "a",
        "COOPERATE",
        cameo_code="062",
        date=days("2022-07-04"),
        sentence="The two navies began their drill.",
    )
    ended = report(
        "b",
        "COOPERATE",
        cameo_code="062",
        date=days("2022-07-10"),
        sentence="The admiral spoke at the close of the drill.",
    )
    other = report(
        "c",
        "COOPERATE",
        cameo_code="062",
        date=days("2022-07-10"),
        sentence="The two navies held a drill.",
    )
    assert groups(began, ended) == [["a", "b"]]
    assert groups(began, other) == [["a"], ["c"]]


def test_a_month_ago_is_no_calendar_month() -> None:
    told = report("a", date=days("2025-04-29"), published="2025-04-30")
    ago = days("2025-05-01", "2025-05-31", text="a month ago", grain="month")
    later = report("b", date=ago, published="2025-06-01")
    assert groups(told, later) == [["a", "b"]]


def test_an_act_told_again_without_a_date_joins_the_one_on_record() -> None:
    told = report("a", date=MAY_7)
    again = {"sentence": "The two ministers spoke of the shelled depot.", "published": "2025-06-02"}
    assert groups(told, report("b", background=True, **again)) == [["a", "b"]]
    assert groups(told, report("b", **again)) == [["a"], ["b"]]


def test_named_places_keep_attacks_apart_and_bring_them_together() -> None:
    found = groups(
        report("a", date=MAY_7, place="Muzaffarabad"),
        report("b", date=MAY_7, place="Kotli"),
        report("c", date=MAY_7, place="Muzaffarabad"),
        report("d", date=MAY_7, place="Pakistan", sentence="A strike killed nine militants."),
    )
    assert sorted(map(sorted, found)) == [["a", "c", "d"], ["b"]]


def test_a_visit_is_the_same_from_host_and_guest() -> None:
    guest = report("a", "CONSULT", sides=("RUS", "PAK"), date=MAY_7, word="visited")
    host = report("b", "CONSULT", sides=("PAK", "RUS"), date=MAY_7, word="hosted")
    assert groups(guest, host) == [["a", "b"]]


def test_a_symmetric_report_joins_either_direction() -> None:
    found = groups(report("a", date=MAY_7), report("b", date=MAY_7, symmetric=True))
    assert found == [["a", "b"]]


def test_daily_attacks_never_chain_into_one() -> None:
    fighting = [report(f"d{n}", date=days(f"2025-05-0{n}")) for n in range(1, 8)]
    bridges = [
        report(f"b{n}", date=days(f"2025-05-0{n}", f"2025-05-0{n + 1}"), word="clashed")
        for n in range(1, 7)
    ]
    merged = merge_reports([*fighting, *bridges])
    assert len(merged) == 7
    assert all(group.days and group.days.width == 1 for group in merged)


def test_an_undated_report_joins_the_dated_act_of_its_days() -> None:
    undated = report("b", published="2025-05-09", sentence="The depot was shelled, villagers said.")
    assert groups(report("a", date=MAY_7), undated) == [["a", "b"]]


def test_an_undated_report_of_another_week_does_not() -> None:
    late = report("b", published="2025-05-19", sentence="The depot was shelled, villagers said.")
    assert groups(report("a", date=MAY_7), late) == [["a"], ["b"]]


def test_the_same_day_is_not_enough_for_words() -> None:
    tariff = report("a", "ACCUSE", date=MAY_7, word="blamed", sentence="It blamed tariffs on fish.")
    spying = report(
        "b", "ACCUSE", date=MAY_7, word="denounced", sentence="It denounced the arrest of a monk."
    )
    again = report(
        "c", "ACCUSE", date=MAY_7, word="blamed", sentence="Tariffs on fish are to blame."
    )
    assert groups(tariff, spying, again) == [["a", "c"], ["b"]]


def test_a_vague_date_needs_like_words() -> None:
    exact = report("a", date=MAY_7, sentence=STRIKE)
    month = days("2025-05-01", "2025-05-31", "month")
    alike = report("b", date=month, published="2025-06-20", sentence=STRIKE)
    unlike = report(
        "c", date=month, published="2025-06-20", word="raided", sentence="A farm burned."
    )
    assert groups(exact, alike, unlike) == [["a", "b"], ["c"]]


def test_background_joins_the_earlier_act() -> None:
    news = report("a", date=MAY_7, sentence=STRIKE)
    back = report(
        "b", date=MAY_7, published="2025-08-01", background=True, word="struck", sentence=STRIKE
    )
    assert groups(news, back) == [["a", "b"]]


def test_reprints_stay_together_whatever_their_dates() -> None:
    carrier = report("b", date=MAY_8, published="2025-05-08", row={"reprint_of": "a"})
    merged = merge_reports([report("a", date=MAY_7), carrier])
    assert [r.article_id for r in merged[0].reports] == ["a", "b"]
    assert "a carrier of" in merged[0].why[0]


def test_a_neighbouring_type_needs_the_same_word() -> None:
    seized = report("a", "COERCE", date=MAY_7, word="seized")
    stormed = report("b", "ASSAULT", date=MAY_7, word="seized")
    fired = report("c", "ASSAULT", date=MAY_7, word="fired")
    assert sorted(groups(seized, stormed)) == [["a", "b"]]
    assert sorted(groups(seized, fired)) == [["a"], ["c"]]


def test_a_denial_stands_beside_what_it_denies() -> None:
    claim = report("a", date=MAY_7, sentence=STRIKE)
    denial = report(
        "b", date=MAY_7, polarity="negative", sentence="No aircraft struck a camp, Delhi said."
    )
    merged = merge_reports([claim, denial])
    assert [[r.article_id for r in g.denials] for g in merged] == [["b"]]


def test_a_denial_goes_to_the_claims_that_it_names() -> None:
    claim = report("a", number=1, sentence="The envoy alleged a raid.")
    denial = report("a", number=2, disputes=(claim.event.event_id,), sentence="It is untrue.")
    merged = merge_reports([claim, denial])
    assert merged[0].denials == (denial,)


def test_the_act_of_denying_also_stands_beside_the_claim() -> None:
    claim = report(
        "a", "AGREE", word="agreement", sentence="A secret agreement on air bases is near."
    )
    denial = report(
        "b", "REJECT", word="denied", sentence="Delhi denied any agreement on air bases."
    )
    merged = merge_reports([claim, denial])
    assert [[r.article_id for r in g.reports] for g in merged] == [["a"], ["b"]]
    assert [r.article_id for r in merged[0].denials] == ["b"]


def test_denying_a_charge_does_not_deny_that_it_was_made() -> None:
    charge = report("a", "ACCUSE", word="accused", sentence="Delhi accused them of jamming radar.")
    denial = report(
        "b",
        "REJECT",
        sides=("PAK", "IND"),
        word="denied",
        sentence="They denied the jamming of radar.",
    )
    assert all(not group.denials for group in merge_reports([charge, denial]))


def test_a_hand_merge_joins_and_survives_new_reports() -> None:
    first, second = report("a", date=MAY_7), report("b", date=MAY_8)
    ids = (development_id_of([first]), development_id_of([second]))
    choice = Hand("merge", *ids)
    later = report("c", date=MAY_8)
    merged = merge_reports([first, second, later], choices=[choice])
    assert [[r.article_id for r in g.reports] for g in merged] == [["a", "b", "c"]]
    assert "merged by hand: checked" in merged[0].why
    assert merged[0].days and say_days(merged[0].days) == "2025-05-07 to 2025-05-08"


def test_a_hand_split_sets_every_article_apart() -> None:
    reports = [report("a", date=MAY_7), report("b", date=MAY_7)]
    choice = Hand("split", development_id_of(reports))
    assert groups(*reports, choices=(choice,)) == [["a"], ["b"]]


def test_a_hand_split_of_an_event_takes_only_that_out() -> None:
    reports = [report(name, date=MAY_7) for name in "abc"]
    choice = Hand("split", reports[1].event.event_id)
    assert sorted(map(sorted, groups(*reports, choices=(choice,)))) == [["a", "c"], ["b"]]


def test_choices_about_other_pairs_are_passed_over() -> None:
    assert groups(report("a"), choices=(Hand("split", "d-1"), Hand("merge", "d-1", "d-2"))) == [
        ["a"]
    ]


def test_an_unknown_type_is_an_error_that_names_the_known() -> None:
    event = dataclasses.replace(report("a").event, event_type="DANCE")
    with pytest.raises(CodebookError, match="'DANCE'.*ASSAULT"):
        family_of(event)


def test_the_table_of_families_knows_every_type_and_only_those() -> None:
    table, types = read_table("families.toml"), set(read_table("event_types.toml"))
    assert {row["type"] for row in table["families"]} == types
    assert {row["direction"] for row in table["families"]} == {"either", "actor"}
    near = table["neighbours"]
    assert {*near, *(other for others in near.values() for other in others)} <= types
    assert all(
        one in near[other] for one, others in near.items() for other in others if other in near
    )


def test_loose_families_join_any_of_their_type() -> None:
    signed = family_of(report("a", "AGREE", cameo_code="057").event)
    invited = family_of(report("b", "AGREE", cameo_code="036").event)
    agreed = family_of(report("c", "AGREE", cameo_code="030").event)
    assert may_be_one(signed, agreed) and may_be_one(invited, agreed)
    assert not may_be_one(signed, invited)


report_strategy = st.builds(
    report,
    st.integers(0, 30).map("a{}".format),
    st.sampled_from(["ASSAULT", "CONSULT", "ACCUSE", "COERCE", "REJECT"]),
    date=st.sampled_from(
        [None, MAY_7, MAY_8, days("2025-05-05", "2025-05-11", "week"), days("2025-05-01", None)]
    ),
    published=st.sampled_from([None, "2025-05-07", "2025-05-08", "2025-05-12"]),
    sentence=st.sampled_from([STRIKE, "The depot was shelled.", "They denied the attack."]),
    word=st.sampled_from(["struck", "shelled", "denied"]),
    place=st.sampled_from([None, "Kotli", "Rawalakot"]),
    polarity=st.sampled_from(["positive", "positive", "negative"]),
    sources=st.just((Source("role", "an envoy", code="IND"),)),
    number=st.integers(0, 3),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(report_strategy, max_size=12, unique_by=lambda r: r.event.event_id), st.randoms())
def test_the_order_of_the_input_does_not_matter(
    reports: list[Row], shuffler: random.Random
) -> None:
    expected = merge_reports(reports)
    shuffled = list(reports)
    shuffler.shuffle(shuffled)
    assert merge_reports(shuffled) == expected
    held = [r.event.event_id for g in expected for r in g.reports]
    assert len(held) == len(set(held))
    beside = {r.event.event_id for g in expected for r in g.denials}
    assert set(held) | beside == {r.event.event_id for r in reports}


@pytest.mark.parametrize(
    ("outlet", "sources"),
    [("AFP", (Source("role", "an Indian officer", code="IND"),)), ("Reuters", ())],
    ids=["a party", "the outlet itself"],
)
def test_denial_of_that_day_is_heard_in_other_words(outlet: str, sources: tuple) -> None:
    claim = report("a", date=MAY_7)
    denial = report(
        "b", date=MAY_7, polarity="negative", sentence="Nobody crossed the border.",
        sources=sources, row={"outlet": outlet},
    )  # fmt: skip
    (group,) = merge_reports([claim, denial])
    assert [one.article_id for one in group.denials] == ["b"]
