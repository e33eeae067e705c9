"""Codes of an act: tables are complete, modes follow the words."""

from __future__ import annotations

import pytest

from detente.codebooks import read_rows
from detente.events.coding import code_act, event_types, goldstein_of, score_of, type_by_object
from detente.events.reading_model import TYPES


def test_every_type_has_a_quad_and_a_score() -> None:
    assert set(event_types()) == set(TYPES)
    assert all(-10 <= score_of(name, None) <= 10 for name in TYPES)


def test_accuse_is_negative() -> None:
    assert score_of("ACCUSE", None) < 0


def test_tables_have_no_key_twice() -> None:
    codes = [row["code"] for row in read_rows("cameo_goldstein.csv")]
    modes = [(row["event_type"], row["mode"]) for row in read_rows("plover_scores.csv")]
    assert len(codes) == len(set(codes))
    assert len(modes) == len(set(modes))


@pytest.mark.parametrize(
    ("event_type", "sentence", "trigger", "mode", "cameo"),
    [
        ("CONSULT", "The ministers spoke by phone on Friday.", "spoke by phone", "Phone", "041"),
        ("CONSULT", "The king will visit Lima in May.", "visit", "Visit", "042"),
        ("CONSULT", "They held a call on Monday.", "held", "Phone", "041"),
        ("CONSULT", "Talks ended with a call on Kabul to yield.", "Talks", None, "040"),
        ("AGREE", "They signed a border treaty.", "signed", None, "057"),
        ("RETREAT", "Both armies observed a ceasefire.", "ceasefire", "Ceasefire", "0871"),
        ("SANCTION", "Lima expelled two attaches.", "expelled", "Expel", "161"),
        ("ASSAULT", "Its jets bombed the depot.", "bombed", "Aerial", "195"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-",
)
def test_mode_and_code_follow_the_words(
    event_type: str, sentence: str, trigger: str, mode: str | None, cameo: str
) -> None:
    start = sentence.index(trigger)
    coding = code_act(event_type, sentence, (start, start + len(trigger)))
    assert (coding.mode, coding.cameo_code) == (mode, cameo)


def test_goldstein_of_a_longer_code_is_its_parents() -> None:
    assert goldstein_of("0429") == goldstein_of("042")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The two armies exchanged artillery fire across the border.", "ASSAULT"),
        ("Israel and Iran traded wave after wave of devastating strikes.", "ASSAULT"),
        ("The ministers exchanged views on the strikes.", "CONSULT"),
        ("They exchanged letters, fire trucks and drills.", "CONSULT"),
    ],
)
def test_what_is_exchanged_tells_the_type(text: str, told: str) -> None:
    verb = "exchanged" if "exchanged" in text else "traded"
    start = text.index(verb)
    assert type_by_object("CONSULT", text, (start, start + len(verb))) == told
