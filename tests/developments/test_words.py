"""Stems and weights of words."""

from __future__ import annotations

import math

import pytest

from detente.developments.words import background, count_stems, rarity, stem, weigh_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("visits", "visited"),
        ("stopping", "stops"),
        ("Russia's", "Russia"),
        ("allies", "ally"),
        ("agree", "agreed"),
        ("passes", "passed"),
    ],
)
def test_inflected_words_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("visit", "vision"), ("Iran", "Iraq"), ("bee", "bed")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_common_words_tell_less_than_rare_ones() -> None:
    assert rarity("the", 1, 10) < rarity("government", 1, 10) < rarity("ferry", 1, 10)


def test_a_vector_has_length_one_and_keeps_the_heaviest() -> None:
    vector = weigh_words(count_stems("the ferry and the harbour and the ferry"), {}, 0, keep=1)
    assert list(vector) == [stem("ferry")]
    assert math.isclose(sum(w * w for w in vector.values()), 1)


def test_the_background_is_a_table_of_shares() -> None:
    shares = background()
    assert len(shares) > 500
    assert all(0.04 <= share <= 1 and stem(word) for word, share in shares.items())
