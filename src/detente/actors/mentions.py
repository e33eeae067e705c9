"""From an article to the mentions of international actors in it.

In: an article and its sentences. Out: mentions with offsets, codes and the reason for each, from
names (`names`) and from what takes names up (`coreference`).
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.actors.coreference import resolve
from detente.actors.names import Memory, find_names, sentence_tokens
from detente.records import Article, Mention, Sentence


def find_mentions(article: Article, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Return all mentions of international actors in the article, in order of `start`.

    Several mentions may share a span: "the two sides" stands for two actors. Mentions of kind
    `issuer` have no words (`start == end`); they stand at the end of the sentence that may imply
    their actor.
    """
    memory = Memory(article.published_on)
    headline = article.headline or ""
    in_headline = find_names(headline, sentence_tokens(headline, ()), memory)
    tokens = sentence_tokens(article.text, sentences)
    named = find_names(article.text, tokens, memory)
    return resolve(article, sentences, tokens, named, in_headline)
