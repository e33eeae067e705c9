"""Accounts that a sentence says are false: the act in them did not happen, by whoever says so."""

from __future__ import annotations

import pytest

from detente.records import Span
from detente.sourcing.accounts import find_denied_account


def denied_by(text: str, word: str) -> str | None:
    at = text.index(word)
    found = find_denied_account(text, Span(at, at + len(word)))
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("text", "word", "by"),
    [
        ("There was no truth in reports of the seizure of a Dutch trawler, Oslo said.", "seizure", "no truth in"),
        ("Chad denied late on Monday that its troops had crossed the Sudanese border.", "crossed", "denied"),
        ("Peru denied having moved artillery towards Chile.", "moved", "denied"),
        ("Hanoi denied reports of a raid on the Laotian post.", "raid", "denied"),
        ("Kenya denied the seizure of a Somali dhow.", "seizure", "denied"),
        ("Quito contradicted accounts that it had expelled two Peruvian consuls.", "expelled", "contradicted"),
        ("Libya dismissed as baseless the claim that it had armed Chadian rebels.", "armed", "dismissed as baseless"),
        ("The embassy described the arrest of three Danes as a malicious invention.", "arrest", "described"),
        ("Stories that Malta had turned a Libyan ship away were untrue, Tripoli said.", "turned", "were untrue"),
        ("The weekly retracts its report that Ghana had shelled a Togolese village.", "shelled", "retracts its report"),
        ("The paper took back its account of the Iraqi shelling of Abadan.", "shelling", "took back its account"),
    ],
    ids=lambda value: value,
)  # fmt: skip
def test_an_act_in_a_false_account_is_denied(text: str, word: str, by: str) -> None:
    assert denied_by(text, word) == by


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Peru denied Chilean lorries entry and closed the pass.", "closed"),
        ("Iran denied the charge and its boats fired on a Greek tanker.", "fired"),
        ("Chad denied the raid but admitted that it had shelled Darfur.", "shelled"),
        ("Moscow denied any breach and called the flight of the two jets a provocation.", "called"),
        ("Israel neither confirmed nor denied that its jets had hit the depot in Syria.", "hit"),
        ("Ankara did not deny that it had armed the Syrian rebels.", "armed"),
        ("Reports that Egypt had bombed a Sudanese camp were confirmed in Khartoum.", "bombed"),
        ("Kyiv's claim that Russia had shelled a Polish village was false, Warsaw said.", "shelled"),
        ("Iran called the American strikes on its plants a crime.", "strikes"),
        ("Sudan withdrew its envoy after reports that Cairo had bombed a village.", "bombed"),
    ],
    ids=lambda value: value,
)  # fmt: skip
def test_an_act_beside_a_denial_stands(text: str, word: str) -> None:
    assert denied_by(text, word) is None
