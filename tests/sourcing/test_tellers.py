"""Sources that the reading model points to, where no rule finds any."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from spacy.tokens import Doc

from detente.records import Event, Span, Teller
from detente.sourcing.chains import attach_sources
from detente.sourcing.tellers import Told

from .conftest import Read
from .test_chains import event

Parse = Callable[[str], Doc]


def told(
    read: Read,
    parse: Parse,
    events: list[Event],
    word: str,
    *,
    here: float = 0.0,
    before: float = 0.0,
) -> list[list[tuple[str, str]]]:
    """Return the chains of events for which the model points to `word`."""
    text = read.article.text
    at = text.index(word)
    teller = Teller(Span(at, at + len(word)), here, before)
    docs = {s.sentence_id: parse(text[s.start : s.end]) for s in read.sentences}
    hints = Told({e.event_id: teller for e in events}, docs, read.sentences, ())
    done = attach_sources(events, read.attributions, read.sentences, read.article, (), hints)
    return [[(s.kind, s.text) for s in one.source_chain] for one in done]


def test_phrase_of_the_word_is_the_source(read: Callable[..., Read], parse: Parse) -> None:
    text = read("By the count of the harbour ministry, Norway attacked the port.")
    events = [event(text, "attacked")]
    assert told(text, parse, events, "ministry", here=0.9) == [[("role", "the harbour ministry")]]
    assert told(text, parse, events, "ministry", here=0.2) == [[]]


def test_rule_goes_before_the_model(read: Callable[..., Read], parse: Parse) -> None:
    text = read("A diplomat said that Norway had attacked the port of the ministry.")
    found = told(text, parse, [event(text, "attacked")], "ministry", here=0.9)
    assert found == [[("anonymous", "A diplomat")]]


def test_act_s_own_word_is_no_source(read: Callable[..., Read], parse: Parse) -> None:
    text = read("The attack on the port went on.")
    assert told(text, parse, [event(text, "attack")], "attack", here=0.9) == [[]]


def test_source_named_before_goes_on_where_the_model_says_so(
    read: Callable[..., Read], parse: Parse
) -> None:
    text = read("A diplomat said that Norway had attacked the port. It had shelled the town too.")
    events = [event(text, "attacked"), event(text, "shelled")]
    assert told(text, parse, events, "town", before=0.9)[1] == [("anonymous", "A diplomat")]
    assert told(text, parse, events, "town", before=0.1)[1] == []


def test_reason_is_kept(read: Callable[..., Read], parse: Parse) -> None:
    text = read("By the count of the harbour ministry, Norway attacked the port.")
    one = event(text, "attacked")
    at = text.article.text.index("ministry")
    docs = {s.sentence_id: parse(text.article.text[s.start : s.end]) for s in text.sentences}
    hints = Told({one.event_id: Teller(Span(at, at + 8), 0.9, 0.0)}, docs, text.sentences, ())
    done = attach_sources([one], (), text.sentences, text.article, (), hints)
    assert done[0].why["source"] == "the reading model points to these words"
    assert dataclasses.replace(done[0], source_chain=(), why={}) == one
