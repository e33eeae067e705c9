"""Parsed sentences for the tests of sourcing: the model is loaded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from spacy.tokens import Doc

from detente.models import load_parser
from detente.parse.sentences import split_sentences
from detente.records import Article, Attribution, Mention, Sentence
from detente.sourcing.attributions import find_attributions


@dataclass(frozen=True)
class Said:
    """An attribution in words."""

    source: str | None
    content: str
    kind: str
    stance: str


@dataclass(frozen=True)
class Read:
    """A text with its sentences and attributions."""

    article: Article
    sentences: tuple[Sentence, ...]
    attributions: tuple[Attribution, ...]

    @property
    def said(self) -> list[Said]:
        text = self.article.text
        return [
            Said(
                text[a.source.start : a.source.end] if a.source else None,
                " ".join(text[span.start : span.end] for span in a.content),
                a.kind,
                a.stance,
            )
            for a in self.attributions
        ]


@pytest.fixture(scope="session")
def parse() -> Callable[[str], Doc]:
    nlp, _ = load_parser()
    return nlp


@pytest.fixture(scope="session")
def read(parse: Callable[[str], Doc]) -> Callable[..., Read]:
    def read(text: str, *, mentions: Sequence[Mention] = (), outlet: str | None = None) -> Read:
        article = Article("a", text, outlet=outlet)
        sentences = split_sentences(text, article_key="a")
        docs = {s.sentence_id: parse(text[s.start : s.end]) for s in sentences}
        return Read(article, sentences, find_attributions(article, sentences, docs, mentions))

    return read
