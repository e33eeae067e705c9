"""Looking a phrase up, and a user's name for a country."""

from __future__ import annotations

import pytest

from detente.actors.lookup import look_up, to_code
from detente.errors import CodebookError


@pytest.mark.parametrize(
    ("name", "code"),
    [("Pakistan", "PAK"), ("pak", "PAK"), ("Türkiye", "TUR"), ("EU", "IGO:EU"), ("USSR", "RUS")],
)
def test_a_country_is_known_by_code_and_name(name: str, code: str) -> None:
    assert to_code(name) == code


def test_an_unknown_country_is_refused_with_a_suggestion() -> None:
    with pytest.raises(CodebookError, match=r"Pakistan \(PAK\)"):
        to_code("Pakistn")


def test_a_phrase_without_actor_says_so() -> None:
    found = look_up("a wooden chair")
    assert found.code is None
    assert "no name" in found.why
