"""Which findings become acts."""

from __future__ import annotations

import pytest

from detente.events.encoding import Slot
from detente.events.reader import Act, _decide
from detente.events.reading_model import Finding
from detente.records import Mention, Span, Teller

TEXT = "Peru has ousted the consul of Chile for years"
ENDS = {"PER": (0, 4), "CHL": (20, 25)}


def finding(
    event_type: str,
    probability: float,
    *,
    actor: str = "PER",
    recipient: str = "CHL",
    trigger: tuple[int, int] = (8, 14),
    symmetric: float = 0.0,
) -> Finding:
    slots = [
        Slot(code, start, end, Mention(start, end, code, code, code, "name"))
        for code, (start, end) in ((actor, ENDS[actor]), (recipient, ENDS[recipient]))
    ]
    return Finding(
        slots[0], slots[1], event_type, probability, symmetric, trigger,
        "positive", "certain", "past_present", "author", {}, Teller(Span(0, 4), 0.0, 0.0),
    )  # fmt: skip


def kept(*findings: Finding) -> list[tuple[str, str, float]]:
    return [
        (a.finding.actor.code, a.finding.event_type, round(a.confidence, 2))
        for a in decided(*findings)
    ]


def decided(*findings: Finding) -> list[Act]:
    return _decide(findings, 0.45, TEXT)


def test_two_types_on_the_same_words_are_one_act_of_the_likelier() -> None:
    assert kept(finding("ACCUSE", 0.3), finding("AID", 0.4)) == [("PER", "AID", 0.58)]


def test_the_codebook_decides_between_types_nearly_alike() -> None:
    at = (TEXT.index("ousted"), TEXT.index("ousted") + 6)
    near = finding("COERCE", 0.3, trigger=at), finding("RETREAT", 0.4, trigger=at)
    far = finding("COERCE", 0.1, trigger=at), finding("RETREAT", 0.6, trigger=at)
    assert [row[:2] for row in kept(*near)] == [("PER", "COERCE")]
    assert [row[:2] for row in kept(*far)] == [("PER", "RETREAT")]


def test_types_on_different_words_do_not_add_up() -> None:
    assert kept(finding("SANCTION", 0.3, trigger=(30, 38)), finding("COERCE", 0.4)) == []


def test_the_two_directions_of_an_act_do_not_add_up() -> None:
    back = finding("ACCUSE", 0.3, actor="CHL", recipient="PER")
    assert kept(finding("ACCUSE", 0.4), back) == []


def test_a_symmetric_act_is_one() -> None:
    back = finding("CONSULT", 0.8, actor="CHL", recipient="PER", symmetric=0.9)
    acts = decided(finding("CONSULT", 0.7, symmetric=0.9), back)
    assert [(a.symmetric, a.confidence) for a in acts] == [(True, 0.8)]


@pytest.mark.parametrize(
    ("text", "n"),
    [("Peru holds joint naval drills in Chile", 1), ("Peru holds loud naval drills in Chile", 0)],
)
def test_less_is_asked_of_what_is_expressly_joint(text: str, n: int) -> None:
    at = (text.index("drills"), text.index("drills") + 6)
    assert len(_decide([finding("COOPERATE", 0.2, trigger=at)], 0.35, text)) == n
