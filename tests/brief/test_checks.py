"""No brief without resolving citations, none that mixes terms."""

from __future__ import annotations

import dataclasses

import pytest

from detente.brief import (
    Brief,
    Section,
    Statement,
    check_brief,
    check_citations,
    check_terms,
    make_brief,
)
from detente.brief.tree import statements_of
from detente.errors import BriefError

from .records import Case, busy_case


def test_a_sentence_that_is_not_the_stored_one_stops_the_brief() -> None:
    case = busy_case()
    case.sentences["e-BBB3"] += " And more."
    with pytest.raises(BriefError, match="e-BBB3.*does not show its stored sentence"):
        make_brief(case.data())


def test_an_event_that_is_gone_stops_the_brief() -> None:
    case = busy_case()
    del case.sentences["e-BBB5"]
    with pytest.raises(BriefError, match="e-BBB5.*has no stored sentence"):
        make_brief(case.data())


def test_a_denial_without_a_report_stops_the_brief() -> None:
    case = Case()
    case.add("claim", disputed_by=["e-gone"])
    with pytest.raises(BriefError, match="e-gone"):
        make_brief(case.data())


def test_citations_are_checked_against_whatever_resolves() -> None:
    brief = make_brief(busy_case().data())
    check_citations(brief, {c.event_id: c.sentence for c in brief.citations}.get)
    with pytest.raises(BriefError):
        check_citations(brief, lambda event_id: "Something else.")


def test_every_statement_rests_on_something() -> None:
    case = busy_case("CCC", busy_case())
    case.add("plan", time="future")
    for statement in statements_of(make_brief(case.data(between=("BBB", "CCC")))):
        assert statement.citations or (statement.kind == "absence" and statement.searched)


@pytest.mark.parametrize("kind", ["fact", "figure", "method", "absence"])
def test_a_statement_that_rests_on_nothing_is_refused(kind: str) -> None:
    statement = Statement("Arland is content.", kind=kind)  # type: ignore[arg-type]
    brief = Brief("", "", (), (Section("In short", (statement,)),), ())
    with pytest.raises(BriefError, match="Arland is content"):
        check_brief(brief)


def test_a_citation_outside_the_sources_is_refused() -> None:
    brief = make_brief(busy_case().data())
    with pytest.raises(BriefError):
        check_brief(dataclasses.replace(brief, citations=brief.citations[1:]))


@pytest.mark.parametrize(
    "text",
    [
        "It is likely, with high confidence.",
        "We have low confidence that talks are almost certain.",
        "That it happened is probable.",
        "A remote chance.",
    ],
)
def test_mixed_terms_are_refused(text: str) -> None:
    with pytest.raises(BriefError):
        check_terms(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is very likely. Confidence is high.",
        "The probability is computed from two origins.",
        "Almost certain\nHigh confidence",
    ],
)
def test_terms_in_sentences_of_their_own_pass(text: str) -> None:
    check_terms(text)


def test_words_of_articles_do_not_count_as_ours() -> None:
    case = busy_case()
    case.add("quoted", "Talks are probable and likely, he said with confidence.",
             outlet="The Probable Likely Confidence")  # fmt: skip
    assert make_brief(case.data()).sections
