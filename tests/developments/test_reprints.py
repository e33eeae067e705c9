"""Which articles carry a text that another one published before."""

from __future__ import annotations

import random

import pytest

from detente.developments.reprints import (
    ArticleText,
    Near,
    bands_of,
    find_reprints,
    settle_reprints,
    signature,
)

from .builders import moment

WIRE = (
    "LISBON (Reuters) - Portugal and Morocco agreed on Tuesday to open a ferry line between Faro and "
    "Tangier, their transport ministers said after a day of talks. The line should carry half a "
    "million passengers a year from 2027. Rabat will pay for the terminal and Lisbon for two ships. "
    "Unions on both shores had asked for the link for a decade. A first attempt failed in 2015 when "
    "a shipping company withdrew. Environmental groups want the ships to run on methanol and have "
    "announced that they will take the matter to court if the ministries do not answer them."
)
GREETING = (
    "In the name of the American people and their government, I send warm wishes to the people "
    "of {people} as they celebrate their national day. Our countries share a long friendship, and we "
    "work side by side for security and prosperity. {country} has been a leader in its region, and we "
    "thank {country} for its help. I wish all {people_too} a joyful year and look forward to visiting "
    "{capital} again, where so many of our shared hopes for peace have been put into words and deeds."
)
PERU = GREETING.format(people="Peru", country="Peru", people_too="Peruvians", capital="Lima")
CHILE = GREETING.format(people="Chile", country="Chile", people_too="Chileans", capital="Santiago")


def text(article_id: str, words: str, day: str | None = "2025-05-06") -> ArticleText:
    return ArticleText(article_id, moment(day) if day else None, None, words)


def test_copy_cut_from_the_end_is_a_reprint() -> None:
    cut = WIRE[: WIRE.index(" Unions")].replace("LISBON (Reuters) - ", "By our staff. ")
    found = find_reprints([text("cut", cut, "2025-05-07"), text("wire", WIRE)])
    assert found == {"cut": "wire", "wire": None}


def test_the_earliest_is_the_original_and_ties_go_by_id() -> None:
    found = find_reprints([text("c", WIRE), text("b", WIRE), text("a", WIRE, "2025-05-09")])
    assert found == {"a": "b", "b": None, "c": "b"}


def test_an_undated_copy_is_never_the_original() -> None:
    assert find_reprints([text("a", WIRE, None), text("b", WIRE)])["a"] == "b"


def test_a_greeting_to_another_country_is_no_reprint() -> None:
    found = find_reprints([text("peru", PERU), text("chile", CHILE, "2025-09-18")])
    assert found == {"peru": None, "chile": None}


def test_the_same_greeting_is_a_reprint() -> None:
    assert find_reprints([text("a", PERU), text("b", PERU.replace("joyful", "happy"))])["b"] == "a"


def test_short_texts_must_be_equal() -> None:
    one, other = "Peru thanked Chile for its help.", "Peru thanked Chile for its aid."
    found = find_reprints([text("a", one), text("b", one), text("c", other)])
    assert found == {"a": None, "b": "a", "c": None}


def test_short_texts_that_share_words_are_not_compared() -> None:
    texts = ("Peru thanked Chile for its help.", "Peru thanked Chile for its help again.")
    one, other = (set(bands_of(signature(words))) for words in texts)
    assert not one & other


def test_a_caller_can_refuse_a_pair() -> None:
    found = find_reprints([text("a", WIRE), text("b", WIRE)], same_facts=lambda one, other: False)
    assert found["b"] is None


def test_the_order_of_arrival_does_not_matter() -> None:
    articles = [
        text(f"{n}", words[: len(words) - 40 * n], f"2025-05-{10 + n}")
        for words in (WIRE, PERU)
        for n in range(4)
    ]
    articles = [ArticleText(f"{n}", a.published_at, None, a.text) for n, a in enumerate(articles)]
    expected = find_reprints(articles)
    shuffler = random.Random(7)
    for _ in range(5):
        shuffler.shuffle(articles)
        assert find_reprints(articles) == expected
    assert [key for key, original in expected.items() if original is None] == ["0", "4"]


class Shelf:
    """Articles as a record has them: each with the original that was found so far."""

    def __init__(self) -> None:
        self.articles: dict[str, ArticleText] = {}
        self.originals: dict[str, str | None] = {}

    def near(self, article_ids):
        return {own: [self._near(o) for o in self.articles if self._share(own, o)] for own in article_ids}  # fmt: skip

    def _near(self, article_id: str) -> Near:
        return Near(
            article_id,
            self.articles[article_id].published_at,
            self.originals.get(article_id),
        )

    def _share(self, own: str, other: str) -> bool:
        bands = (set(bands_of(signature(self.articles[one].text))) for one in (own, other))
        return own != other and bool(set.intersection(*bands))

    def texts(self, article_ids):
        return {one: self.articles[one].text for one in article_ids}

    def arrive(self, articles: list[ArticleText]) -> None:
        self.articles |= {a.article_id: a for a in articles}
        self.originals |= settle_reprints([(a.article_id, a.published_at) for a in articles], self)


def chain() -> list[ArticleText]:
    """Return copies of which the later ones are cut further: whose original one is hangs on which are there."""
    words = WIRE.split()
    return [
        text(f"c{n}", " ".join(words[: len(words) - 6 * n]), f"2025-05-{10 + n}") for n in range(8)
    ] + [text("peru", PERU), text("again", PERU, "2025-05-20"), text("undated", WIRE, None)]


@pytest.mark.parametrize("seed", range(12))
def test_what_comes_late_or_in_parts_is_settled_as_if_all_came_at_once(seed: int) -> None:
    articles = chain()
    expected = find_reprints(articles)
    shuffler = random.Random(seed)
    shuffler.shuffle(articles)
    shelf = Shelf()
    while articles:
        size = shuffler.randint(1, 4)
        shelf.arrive(articles[:size])
        articles = articles[size:]
    assert shelf.originals == expected
    assert sum(original is not None for original in expected.values()) > 4


def test_only_what_changes_is_settled_again() -> None:
    shelf = Shelf()
    shelf.arrive([text("wire", WIRE), text("b", WIRE, "2025-05-07"), text("peru", PERU)])
    late = text("first", WIRE, "2025-05-01")
    shelf.articles["first"] = late
    changed = settle_reprints([("first", late.published_at)], shelf)
    assert changed == {"first": None, "wire": "first", "b": "first"}


@pytest.mark.parametrize("words", ["", "One", "One two"], ids=["empty", "one", "two"])
def test_texts_too_short_for_shingles_are_no_error(words: str) -> None:
    assert find_reprints([text("a", words), text("b", WIRE)]) == {"a": None, "b": None}


def test_a_signature_is_the_same_every_time() -> None:
    assert signature(WIRE) == signature(WIRE) != signature(PERU)
