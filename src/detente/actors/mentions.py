"""From an article to the mentions of international actors in it.

In: an article and its sentences. Out: mentions with offsets, codes and the reason for each, from
names (`names`) and from what takes names up (`coreference`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.actors.coreference import resolve
from detente.actors.gazetteer import is_place
from detente.actors.groups import find_groups
from detente.actors.names import Memory, find_names, sentence_tokens
from detente.records import Article, Mention, Sentence

# Where a report was filed, at its head: "ISLAMABAD:", "WASHINGTON, May 3 (Reuters) -".
_DATELINE = re.compile(
    r"\A\s*(?P<place>[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){0,3})"
    r"(?:,\s*[A-Z][\w. ]{2,20})?\s*(?:\([^()\n]{2,40}\)\s*)?(?::|-{1,2}\s|[—–])"
)


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
    named = [m for m in named if not _is_dateline(article.text, m)]
    named = sorted([*named, *find_groups(article.text, named)], key=lambda m: m.start)
    return resolve(article, sentences, tokens, named, in_headline)


def _is_dateline(text: str, mention: Mention) -> bool:
    """Whether a mention is the place of the dateline: it acts in nothing."""
    found = _DATELINE.match(text)
    if found is None or not found.start("place") <= mention.start < found.end("place"):
        return False
    # agencies date reports from the seat of the United Nations by its name, and from no other body's
    return is_place(mention.text) or mention.text == "UNITED NATIONS"
