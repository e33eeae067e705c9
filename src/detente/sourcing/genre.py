"""What kind of text it is: report, opinion or statement. Article and sentences in, genre out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.codebooks.outlets import find_outlet
from detente.records import Article, Genre, Sentence
from detente.sourcing.lexicon import load_cues

__all__ = ["judge_genre"]

_WORD = re.compile(r"[a-z']+")
_SAID = re.compile(r"\b(?:said|told|according to|announced|added|stated|reported)\b", re.IGNORECASE)
# Opinion words a hundred words from which a text without reported speech is a column.
_OPINION_SHARE = 1.2
_MANY_OPINIONS = 2.0
_SHORT = 60  # words below which shares say nothing


def judge_genre(article: Article, sentences: Sequence[Sentence]) -> Genre:
    """Return the genre: what the page says of itself, then the outlet, then the words."""
    if article.genre is not None:
        return article.genre
    genre = load_cues().genre
    outlet, url = (article.outlet or "").lower(), (article.url or "").lower()
    if find_outlet(article.outlet).kind == "government":
        return "statement"
    if any(name in outlet for name in genre["statement_outlets"]) or any(
        host in url for host in genre["statement_hosts"]
    ):
        return "statement"
    if any(path in url for path in genre["opinion_paths"]):
        return "opinion"
    headline = (article.headline or "").lower()
    if any(headline.startswith(f"{word}:") for word in genre["opinion_headlines"]):
        return "opinion"
    return _by_words(article.text)


def _by_words(text: str) -> Genre:
    genre = load_cues().genre
    unquoted = re.sub(r"[\"“][^\"”]{0,600}[\"”]", " ", text)
    words = _WORD.findall(unquoted.lower().replace("’", "'"))
    if len(words) < _SHORT:
        return "report"
    opinions = sum(word in genre["opinion_words"] for word in words)
    first = sum(word in genre["first_person"] for word in words)
    share = 100 * (opinions + first) / len(words)
    said = 100 * len(_SAID.findall(unquoted)) / len(words)
    if share >= _MANY_OPINIONS and said < 1 or share >= _OPINION_SHARE and said < 0.4:
        return "opinion"
    return "report"
