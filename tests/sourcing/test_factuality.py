from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from detente.records import Factuality, Span
from detente.sourcing.factuality import BESIDE, GOVERNED, judge

Parser = Callable[[str], Doc]


def judged(parse: Parser | None, text: str, word: str) -> tuple[Factuality, dict[str, str]]:
    start = text.index(word)
    doc = parse(text) if parse is not None else None
    return judge(doc, text, Span(start, start + len(word)))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norway attacked the port in June.", "attacked"),
        ("Oslo condemned the attack on the port.", "attack"),
        ("Ministers will discuss the attack on the port.", "attack"),
        ("The envoy managed to visit the port.", "visit"),
        ("The attack was not a surprise to Oslo.", "attack"),
        ("Oslo rejected the offer of Lagos.", "offer"),
        ("Oslo said that Lagos had attacked the port.", "attacked"),
    ],
    ids=str,
)
def test_plain_fact_is_certain(parse: Parser, text: str, word: str) -> None:
    assert judged(parse, text, word) == (Factuality(), {})


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norway did not attack the port.", "attack"),
        ("Norway never attacked the port.", "attacked"),
        ("Norway refused to meet the envoy.", "meet"),
        ("Norway failed to meet the envoy.", "meet"),
        ("Norway denied that it attacked the port.", "attacked"),
        ("Norway held no talks with the envoy.", "talks"),
        ("The envoy left without a meeting in Oslo.", "meeting"),
        ("Norway cancelled the visit of the envoy.", "visit"),
        ("Norway stopped short of attacking the port.", "attacking"),
        ("Oslo did not think that Lagos attacked the port.", "attacked"),
    ],
    ids=str,
)
def test_negation_reaches_the_event(parse: Parser, text: str, word: str) -> None:
    assert judged(parse, text, word)[0].polarity == "negative"


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("Norway may attack the port.", "attack", "possible"),
        ("Norway is considering an attack on the port.", "attack", "possible"),
        ("The threat of an attack on the port grew.", "attack", "possible"),
        ("Norway is expected to attack the port.", "attack", "probable"),
        ("Norway probably attacked the port.", "attacked", "probable"),
        ("Talks are likely to resume in Oslo.", "Talks", "probable"),
        ("Oslo urged Lagos to leave the port.", "leave", "underspecified"),
        ("Lagos would fight if Norway attacked the port.", "attacked", "underspecified"),
        ("Oslo hopes to visit the port.", "visit", "underspecified"),
        ("Oslo called for a ceasefire in the port.", "ceasefire", "underspecified"),
        ("Oslo should meet the envoy.", "meet", "underspecified"),
        ("Did Norway attack the port?", "attack", "underspecified"),
        ("Oslo will pay once Lagos leaves the port.", "leaves", "underspecified"),
    ],
    ids=str,
)
def test_certainty_comes_from_the_words_above(
    parse: Parser, text: str, word: str, certainty: str
) -> None:
    assert judged(parse, text, word)[0].certainty == certainty


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norway will attack the port.", "attack"),
        ("Norway is to sign the treaty.", "sign"),
        ("Norway is going to sign the treaty.", "sign"),
        ("Norway will hold talks with Lagos.", "talks"),
        ("Norway plans to sign the treaty.", "sign"),
        ("The envoy leaves for Oslo on Friday.", "leaves"),
        ("The planned visit of the envoy cheered Oslo.", "visit"),
        ("Envoy to visit Oslo", "visit"),
        ("During her visit to Oslo, the envoy will sign the treaty.", "visit"),
        ("The envoy will visit Oslo and meet the king.", "meet"),
    ],
    ids=str,
)
def test_plans_lie_in_the_future(parse: Parser, text: str, word: str) -> None:
    assert judged(parse, text, word)[0].time == "future"


def test_reasons_name_the_word_and_its_place(parse: Parser) -> None:
    _, why = judged(parse, "Norway may not attack the port.", "attack")
    assert why == {"certainty": f"'may' {BESIDE}", "polarity": f"'not' {BESIDE}"}


def test_second_negation_does_not_undo_the_first(parse: Parser) -> None:
    fact, _ = judged(parse, "Norway did not refuse to meet no envoy.", "meet")
    assert fact.polarity == "negative"


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Norway will never attack the port.", "attack", Factuality("negative", "certain", "future")),
        ("Norway attacked the port.", "attacked", Factuality()),
    ],
    ids=str,
)  # fmt: skip
def test_words_before_the_event_are_read_without_a_parse(
    text: str, word: str, expected: Factuality
) -> None:
    assert judged(None, text, word)[0] == expected


def test_an_adverb_takes_what_stands_at_its_verb(parse: Parser) -> None:
    fact, _ = judged(parse, "The pact will not negatively affect Oslo.", "negatively")
    assert (fact.polarity, fact.time) == ("negative", "future")


def test_a_noun_of_wish_governs_what_stands_below_it(parse: Parser) -> None:
    text = "The visit confirms Norway's interest in continuing to cooperate with Chile."
    fact, why = judged(parse, text, "cooperate")
    assert fact.certainty == "underspecified"
    assert why["certainty"] == f"'interest' {GOVERNED}"
