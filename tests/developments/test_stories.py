"""Which articles are about one thing in the news."""

from __future__ import annotations

import random

from detente.developments.stories import Stories, group_stories
from detente.developments.texts import ArticleText
from detente.developments.words import count_opening, weigh_words

from .builders import moment

FERRY = [
    "Portugal and Morocco open a ferry line between Faro and Tangier, the transport ministers say.",
    "The ferry line from Faro to Tangier will carry passengers between Portugal and Morocco in 2027.",
    "Unions welcome the ferry between Faro and Tangier, which Portugal and Morocco want to open.",
]
VOLCANO = [
    "A volcano on Java spewed ash over four villages and grounded flights, the Indonesian agency said.",
    "Indonesian villages were emptied as the Java volcano threw ash and grounded all flights.",
]


def articles(days: list[str | None]) -> list[ArticleText]:
    texts = [*FERRY, *VOLCANO]
    return [
        ArticleText(f"a{n}", moment(day) if day else None, None, text)
        for n, (text, day) in enumerate(zip(texts, days, strict=True))
    ]


def partition(stories: dict[str, str]) -> set[frozenset[str]]:
    return {
        frozenset(a for a, story in stories.items() if story == one) for one in stories.values()
    }


def test_articles_on_one_thing_are_one_story() -> None:
    found = partition(group_stories(articles(["2025-05-01"] * 5)))
    assert found == {frozenset({"a0", "a1", "a2"}), frozenset({"a3", "a4"})}


def test_undated_articles_form_one_window() -> None:
    found = partition(group_stories(articles([None] * 5)))
    assert found == {frozenset({"a0", "a1", "a2"}), frozenset({"a3", "a4"})}


def test_a_story_is_over_after_a_quiet_window() -> None:
    dated: list[str | None] = ["2025-05-01", "2025-05-04", "2025-05-08", "2025-05-01", "2025-05-20"]
    found = partition(group_stories(articles(dated)))
    assert found == {
        frozenset({"a0", "a1"}),
        frozenset({"a2"}),
        frozenset({"a3"}),
        frozenset({"a4"}),
    }


def test_the_order_of_arrival_does_not_matter() -> None:
    given = articles(["2025-05-01", "2025-05-02", "2025-05-01", "2025-05-02", None])
    expected = group_stories(given)
    shuffler = random.Random(3)
    for _ in range(5):
        shuffler.shuffle(given)
        assert group_stories(given) == expected


def test_later_news_moves_no_earlier_article() -> None:
    given = articles(["2025-05-01", "2025-05-02", "2025-05-03", "2025-05-01", "2025-05-03"])
    before = group_stories([a for a in given if a.article_id in ("a0", "a1", "a3")])
    after = group_stories(given)
    assert {key: after[key] for key in before} == before


def test_placing_goes_on_from_what_was_kept_as_if_it_had_never_stopped() -> None:
    given = articles(["2025-05-01", "2025-05-02", "2025-05-03", "2025-05-01", "2025-05-02"])
    given += [ArticleText("late", moment("2025-05-05"), None, FERRY[0] + " " + VOLCANO[0])]
    given += [ArticleText("undated", None, None, VOLCANO[1])]
    days = sorted({a.published_at.date() for a in given if a.published_at})
    stories, found = Stories(), {}
    for day in [*days, None]:
        stories = Stories.load(stories.dump())
        of_day = [a for a in given if (a.published_at.date() if a.published_at else None) == day]
        found |= stories.place(day, reversed(of_day))
    assert found == group_stories(given)
    assert stories.texts == len(given)


def test_an_article_without_words_is_a_story_of_its_own() -> None:
    found = group_stories([ArticleText("a", None, None, "..."), ArticleText("b", None, None, "")])
    assert len(set(found.values())) == 2


def test_names_and_opening_words_weigh_more() -> None:
    text = (
        "Trawlers were towed to Busan. "
        + "Nothing else was known of it then. " * 8
        + "Sailors wept."
    )
    counts, names = count_opening(text, max_words=300)
    assert names == {"busan"}
    assert (counts["trawler"], counts["sailor"]) == (2, 1)
    plain = weigh_words(counts, {}, 1, keep=60)
    weighed = weigh_words(counts, {}, 1, keep=60, names=names)
    assert weighed["busan"] / weighed["trawler"] > 1.4 * plain["busan"] / plain["trawler"]


def test_the_order_of_ids_within_a_day_hardly_matters() -> None:
    texts = [*FERRY, *VOLCANO]
    given = [ArticleText(f"a{n}", moment("2025-05-01"), None, t) for n, t in enumerate(texts)]
    turned = [ArticleText(f"a{9 - n}", moment("2025-05-01"), None, t) for n, t in enumerate(texts)]
    first = partition(group_stories(given))
    second = partition(group_stories(turned))
    assert {frozenset(f"a{9 - int(a[1:])}" for a in one) for one in second} == first
