"""The page of one article: every event with its anchors, everything escaped. Sentences are invented."""

from __future__ import annotations

import dataclasses
import datetime as dt
from html.parser import HTMLParser
from typing import Any

import pytest

import detente
from detente.article_page import factuality_words, label_of, render_article, who_words
from detente.records import (
    Actor,
    Annotation,
    Article,
    Attribution,
    DateInterval,
    Event,
    Place,
    Source,
    Span,
    Trigger,
)

TEXT = (
    "By Mira Sol\n\n"
    "Envoys of Pakistan, Russia and China met in Lahore on Thursday.\n\n"
    'Khan claimed that "Washington ousted him". The embassy denied the charge.\n\n'
    "Lavrov is to visit Islamabad in June."
)


def span(words: str) -> Span:
    """Where words stand for the first time."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def side(words: str, code: str, **more: Any) -> Actor:
    """An actor by its words."""
    found = span(words)
    return Actor(words, code, start=found.start, end=found.end, **more)


def event(key: str, trigger: str, actor: Actor, recipient: Actor, **more: Any) -> Event:
    """An event by its trigger."""
    found = span(trigger)
    told: dict[str, Any] = {
        "event_id": f"e-{key}", "sentence_id": "s-1", "symmetric": False, "event_type": "CONSULT",
        "quad": "verbal_cooperation", "confidence": 0.87, "why": {"type": f"rule {key}"},
    } | more  # fmt: skip
    return Event(
        actor=actor,
        recipient=recipient,
        trigger=Trigger(found.start, found.end, trigger),
        **told,
    )


def annotation(**article: Any) -> Annotation:
    """Return it; `article` replaces fields of the article."""
    pakistan, russia, china = side("Pakistan", "PAK"), side("Russia", "RUS"), side("China", "CHN")
    day = dt.date(2022, 4, 28)
    met: dict[str, Any] = {
        "symmetric": True,
        "event_date": DateInterval(day, day, "day", "on Thursday"),
        "place": Place("Lahore", "PAK"),
    }
    ousted: dict[str, Any] = {"event_type": "COERCE", "quad": "material_conflict"}
    khan, embassy = span("Khan"), span("The embassy")
    lavrov = side("Lavrov", "RUS", name="Sergey Lavrov", office="foreign minister")
    events = (
        event("1", "met", pakistan, russia, **met),
        event("2", "met", pakistan, china, **met),
        event(
            "3", "ousted", side("Washington", "USA"), side("him", "PAK", name="Imran Khan"),
            source_chain=(
                Source("named", "Khan", khan.start, khan.end, "PAK"),
                Source("outlet", "The Herald"),
            ),
            disputed_by=("e-4",), **ousted,
        ),
        event(
            "4", "denied", Actor("", "USA"), Actor("", "PAK"), polarity="negative",
            disputes=("e-3",), **ousted,
        ),
        event(
            "5", "visit Islamabad", lavrov, side("Islamabad", "PAK"), time="future", mode="Visit"
        ),
    )  # fmt: skip
    said = (
        Attribution(khan, span("claimed"), (span('"Washington ousted him"'),), "named"),
        Attribution(embassy, span("denied"), (span("the charge"),), "collective", "denies"),
    )
    facts: dict[str, Any] = {
        "article_id": "a-1", "text": TEXT, "headline": "Two windows", "outlet": "The Courier",
        "published_at": dt.datetime(2022, 5, 3, tzinfo=dt.UTC), "furniture": (span("By Mira Sol"),),
    } | article  # fmt: skip
    return Annotation(Article(**facts), "opinion", events=events, attributions=said)


class Page(HTMLParser):
    """Collects the tags, ids, links and words of a page, and the words below each element's class."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.text = ""
        self._classes = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self._classes = given.get("class") or ""

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked.append((self._classes, data))
        self._classes = ""

    def words_of(self, kind: str) -> list[str]:
        """Return the words of the text that carry a mark of this kind."""
        return [words for classes, words in self.marked if kind in classes.split()]


def item(page: str, number: int) -> str:
    """Return the words of one event in the list."""
    start = page.index(f'<li id="event-{number}"')
    return " ".join(Page(page[start : page.index("</li>", start)]).text.split())


def test_every_link_leads_somewhere_and_no_id_is_given_twice() -> None:
    page = Page(render_article(annotation(url="https://courier.example/two")))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in page.links if not link.startswith("#")] == [
        "https://courier.example/two"
    ]


def test_every_event_is_linked_from_the_text_and_back() -> None:
    found = annotation()
    page = Page(render_article(found))
    for number, one in enumerate(found.events, start=1):
        assert f"event-{number}" in page.ids
        assert f"#event-{number}" in page.links
        assert f"#at-{one.trigger.start}" in page.links


def test_the_marks_lie_on_their_words() -> None:
    page = Page(render_article(annotation()))
    marked = {
        kind: "|".join(page.words_of(kind)) for kind in ("trigger", "actor", "cue", "content")
    }
    assert "met|ousted|denied|visit |Islamabad" in marked["trigger"]
    assert {"Pakistan", "Washington", "him"} <= set(page.words_of("actor"))
    assert "claimed|denied" in marked["cue"]
    assert '"|Washington| |ousted| |him|"|the charge' in marked["content"]
    assert "By Mira Sol" in page.words_of("furniture")


def test_what_is_not_told_as_done_is_dashed_and_named() -> None:
    page = Page(render_article(annotation()))
    assert "denied" in page.words_of("open")
    assert "visit " in page.words_of("open")
    assert "ousted" not in page.words_of("open")
    assert {"denied", "planned"} <= set(page.words_of("status"))


def test_a_denial_and_its_claim_name_each_other() -> None:
    page = render_article(annotation())
    assert "disputed by 4" in item(page, 3)
    assert "disputes 3" in item(page, 4)
    words = " ".join(Page(page).text.split())
    assert "M− 3 · disputed by 4" in words
    assert "M− 4 denied · disputes 3" in words


def test_an_event_is_laid_open_in_the_list() -> None:
    page = render_article(annotation())
    assert "Pakistan (PAK) ↔ CONSULT ↔ Russia (RUS)" in item(page, 1)
    assert "28 April 2022 (“on Thursday”)" in item(page, 1)
    assert "Lahore (PAK)" in item(page, 1)
    assert "Khan (PAK), in The Herald, in The Courier" in item(page, 3)
    assert "Sergey Lavrov, foreign minister (RUS) → CONSULT (Visit) → Pakistan (PAK)" in item(
        page, 5
    )
    assert "is to happen" in item(page, 5)
    assert "0.87" in item(page, 5)
    assert "rule 5" in item(page, 5)


def test_acts_of_one_trigger_share_a_badge() -> None:
    page = " ".join(Page(render_article(annotation())).text.split())
    assert "met V+ 1 2 in Lahore" in page


@pytest.mark.parametrize("field", ["headline", "outlet", "byline"])
def test_hostile_facts_are_only_text(field: str) -> None:
    page = render_article(annotation(**{field: '<script>alert(1)</script>" onclick="x'}))
    assert "script" not in Page(page).tags
    assert "&lt;script&gt;" in page
    assert '" onclick' not in page


def test_hostile_text_is_only_text() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=y> &amp; </p></article>\u202e\x00"
    found = annotation()
    first = dataclasses.replace(
        found.events[0],
        actor=Actor(bad, bad, bad, bad),
        event_type=bad,
        mode=bad,
        quad='"><b>',
        place=Place(bad, bad),
        source_chain=(Source("named", bad, code=bad),),
        why={bad: bad},
    )
    article = dataclasses.replace(found.article, text=TEXT + bad)
    page = render_article(dataclasses.replace(found, article=article, events=(first,)))
    assert not {"script", "img", "b"} & set(Page(page).tags)
    assert Page(page).tags.count("article") == 1
    assert "&amp;amp;" in page
    assert not {"\u202e", "\x00"} & set(page)


def test_an_address_that_is_none_is_no_link() -> None:
    assert "javascript:" not in render_article(annotation(url="javascript:alert(1)"))


def test_a_page_needs_nothing_from_elsewhere() -> None:
    page = render_article(annotation())
    assert not {"script", "link", "img", "iframe"} & set(Page(page).tags)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_a_page_without_events_says_so() -> None:
    found = dataclasses.replace(annotation(headline=None, published_at=None), events=())
    words = Page(render_article(found)).text
    assert "No event was read" in words
    assert "no date of publication" in words
    assert "Article without a headline" in words


def test_a_mark_outside_the_text_is_left_out_and_its_event_kept() -> None:
    found = annotation(text="Short.")
    page = Page(render_article(found))
    assert {"event-1", "event-5"} <= set(page.ids)
    assert {link[1:] for link in page.links} <= set(page.ids)


@pytest.mark.parametrize(
    ("facts", "word", "words"),
    [
        ({}, "", "happened"),
        ({"certainty": "probable"}, "", "probably happened"),
        ({"polarity": "negative"}, "denied", "did not happen"),
        ({"polarity": "negative", "certainty": "possible"}, "denied", "possibly did not happen"),
        ({"time": "future"}, "planned", "is to happen"),
        ({"time": "future", "certainty": "possible"}, "possible", "possibly is to happen"),
        ({"certainty": "underspecified"}, "underspecified",
         "left open (condition, wish or question): happened"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_factuality_has_a_word(facts: dict[str, Any], word: str, words: str) -> None:
    found = event("1", "met", Actor("", "PAK"), Actor("", "RUS"), **facts)
    assert label_of(found) == word
    assert (word == "") == found.happened
    assert factuality_words(found) == words


def test_the_article_vouches_where_no_source_is_named() -> None:
    assert who_words((), outlet="Dawn", names={}) == "Dawn itself"
    assert who_words((), outlet=None, names={}) == "The article itself"


def test_the_python_twin_returns_the_page() -> None:
    assert detente.view(annotation()) == render_article(annotation())
