"""What a brief tells, and how."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.brief import Brief, Section, Statement, make_brief, render_markdown
from detente.brief.selecting import MOST_ACTS
from detente.brief.tree import statements_of
from detente.errors import BriefError
from detente.records import Problem, Source

from .records import ANONYMOUS, START, Case, busy_case

TITLES = [
    "In short",
    "What happened",
    "Announced, planned or conditional",
    "Disputed and denied",
    "How sure",
    "Where the relation stands",
    "What is not known",
]


def section(brief: Brief, title: str) -> Section:
    return next(s for s in brief.sections if s.title == title)


def labels(found: Section) -> dict[str, Statement]:
    return {statement.label: statement for statement in found.statements}


def test_sections_stand_in_their_order() -> None:
    assert [s.title for s in make_brief(busy_case().data()).sections] == TITLES


def test_too_few_developments_give_no_figure() -> None:
    case = Case()
    case.add("one")
    brief = make_brief(case.data())
    assert "not enough data" in brief.at_a_glance[0].text
    stands = labels(section(brief, "Where the relation stands"))
    assert "Not enough data" in stands["Share of signs"].text
    assert "not enough data" in section(brief, "In short").statements[0].text


def test_a_figure_says_what_it_was_computed_from() -> None:
    case = busy_case()
    case.add("plan", time="future")
    tone = make_brief(case.data()).at_a_glance[0]
    assert tone.developments == tuple(f"d-BBB{k}" for k in range(12))
    assert {c.event_id for c in tone.citations} == {f"e-BBB{k}" for k in range(12)}


def test_plans_and_denials_are_not_told_as_acts() -> None:
    case = Case()
    case.add("done", "They spoke.")
    case.add("plan", "They will speak.", time="future")
    case.add("refused", "They did not speak.", polarity="negative")
    brief = make_brief(case.data())
    quoted = {s.title: [x.quote.sentence for x in s.statements if x.quote] for s in brief.sections}
    assert quoted["What happened"] == ["They spoke."]
    assert quoted["Announced, planned or conditional"] == ["They will speak."]
    assert quoted["Disputed and denied"] == ["They did not speak."]


def test_claim_and_denial_stand_side_by_side() -> None:
    case = Case()
    case.add("no", "Borland denied it.", event_type="ASSAULT", polarity="negative",
             chain=[Source("role", "the Borland ministry", code="BBB")])  # fmt: skip
    case.add("claim", "A raid took place.", event_type="ASSAULT", credence=0.4,
             disputed_by=["e-no"], chain=[ANONYMOUS])  # fmt: skip
    found = section(make_brief(case.data()), "Disputed and denied").statements
    assert len(found) == 1
    assert (
        found[0].text == "An unnamed senior official says that Arland used force against Borland."
    )
    assert found[0].replies[0].quote is not None
    assert found[0].replies[0].quote.sentence == "Borland denied it."
    assert "the Borland ministry" in found[0].replies[0].text


def test_acts_are_chosen_by_weight_and_told_by_date() -> None:
    case = Case()
    for k in range(40):
        kind = "AID" if k < MOST_ACTS else "CONSULT"
        case.add(f"k{k:02}", event_type=kind, day=START + dt.timedelta(days=40 - k))
    happened = section(make_brief(case.data()), "What happened").statements
    told = [s.quote.event_id for s in happened if s.quote]
    assert told == [f"e-k{k:02}" for k in reversed(range(MOST_ACTS))]
    assert "detente developments --pair AAA,BBB" in happened[-1].text
    assert happened[-1].text.startswith("15 more acts")


@pytest.mark.parametrize(
    ("told", "note"),
    [
        ({"credence": 0.5}, "The chance that this happened is roughly even."),
        ({"genre": "opinion"}, "Told in opinion pieces only."),
        ({"chain": [ANONYMOUS]}, "citing an unnamed senior official"),
        ({"origins": 3}, "3 independent origins"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_act_says_how_sure_and_who(told: dict[str, object], note: str) -> None:
    case = Case()
    case.add("one", **told)  # type: ignore[arg-type]
    act = section(make_brief(case.data()), "What happened").statements[0]
    assert note in " ".join(act.notes)


def test_background_is_counted_and_not_told() -> None:
    case = busy_case()
    case.add("old", "Long ago they spoke.", background=True)
    brief = make_brief(case.data())
    assert all(s.quote is None or s.quote.event_id != "e-old" for s in statements_of(brief))
    assert labels(section(brief, "What is not known"))["Background"].developments == ("d-old",)


def test_what_could_not_be_read_is_told() -> None:
    data = busy_case().data(problems=[Problem("in/torn.html", "read", "is empty")])
    unread = labels(section(make_brief(data), "What is not known"))["Unread"]
    assert "torn.html" in unread.text
    assert unread.kind == "absence"


def test_no_act_on_record_is_told_as_an_absence() -> None:
    case = busy_case("CCC")
    brief = make_brief(case.data(others=("BBB",)))
    found = section(brief, "What happened").statements[0]
    assert found.kind == "absence"
    assert "12 articles" in found.searched


def test_a_balance_has_its_section_and_place_in_short() -> None:
    case = busy_case("CCC", busy_case())
    brief = make_brief(case.data(between=("BBB", "CCC")))
    assert {"Position", "Lean", "Beside other states"} <= set(labels(section(brief, "Balance")))
    assert "Arland is balanced" in section(brief, "In short").statements[-1].text
    assert brief.title == "Arland between Borland and Corland"


def test_one_sentence_has_one_number() -> None:
    case = Case()
    first = case.add("one", "They met and agreed.")
    case.add("two", "They met and agreed.")
    report = case.developments[1].reports[0]
    moved = type(report)(report.event_id, first.reports[0].article_id, report.outlet,
                         report.published_at, report.sentence)  # fmt: skip
    case.developments[1] = type(first)(
        **{n: getattr(case.developments[1], n) for n in type(first).__dataclass_fields__}
        | {"reports": (moved,)}
    )
    brief = make_brief(case.data())
    assert {c.number for c in brief.citations} == {1}
    assert len(brief.citations) == 2


def test_numbers_run_without_a_gap_and_are_all_used() -> None:
    case = busy_case("CCC", busy_case())
    case.add("plan", time="future")
    case.add("old", background=True)
    brief = make_brief(case.data(between=("BBB", "CCC")))
    numbers = sorted({c.number for c in brief.citations})
    used = {c.number for s in statements_of(brief) for c in s.citations}
    assert numbers == list(range(1, len(numbers) + 1))
    assert used == set(numbers)


def test_a_turning_point_cites_what_made_it() -> None:
    case = Case()
    for k in range(40):
        kind = "ASSAULT" if k < 20 else "AID"
        case.add(f"k{k:02}", event_type=kind, day=START + dt.timedelta(days=7 * k))
    brief = make_brief(case.data())
    point = labels(section(brief, "Where the relation stands"))["Turning point in tone"]
    assert "went from -9.0 to +6.0" in point.text
    assert [reply.citations[0].event_id for reply in point.replies][0] == "e-k20"
    assert "The last turning point" in section(brief, "In short").statements[1].text


def test_a_full_list_of_sources_says_how_much_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("detente.brief.citing.MOST_SOURCES", 30)
    case = Case()
    for k in range(80):
        case.add(f"k{k:02}", day=START + dt.timedelta(days=k), background=k > 70)
    brief = make_brief(case.data())
    assert len(brief.citations) == 31
    assert "computed from 71 developments, 30 of them listed here" in render_markdown(brief)


def test_another_language_is_refused() -> None:
    with pytest.raises(BriefError, match="'ur'"):
        make_brief(busy_case().data(), language="ur")


def test_the_same_data_give_the_same_brief() -> None:
    assert render_markdown(make_brief(busy_case().data())) == render_markdown(
        make_brief(busy_case().data())
    )
