"""The type of an act between two mentions that the caller gives (contract: `pairs`).

Any two parties may be given, courts, parties and protesters too, and the answer follows the PLOVER
codebook to the letter: announced acts of friendship are AGREE, of hostility THREATEN, a signed
accord is SUPPORT, imposed sanctions are COERCE, what is yielded is RETREAT. `typer` is a model of its own for it: the reader's
lower layers with upper layers and heads of its own.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from detente.events.coding import event_types
from detente.events.encoding import Encoded, encode_sentences
from detente.events.reading_model import (
    TYPES,
    load_heads,
    load_reading_model,
    load_session,
    score_pairs,
)
from detente.parse.sentences import split_sentences
from detente.records import Article, Mention, PairType, Span

_MARGIN = 300  # characters of context either side when the mentions stand in different sentences


class PairTyper:
    """The upper layers and heads that type a given pair, loaded once a process."""

    def __init__(self) -> None:
        self._session = load_session("typer", "upper.onnx")
        self._heads = load_heads("typer")

    def probabilities(self, sentence: Encoded) -> dict[str, float]:
        """Return how likely each type is for the first slot's act towards the second; they sum to 1."""
        lower = load_reading_model().lower_states(sentence)
        (states,) = self._session.run(["states"], {"lower": lower})
        scores, _, _ = score_pairs(self._heads, sentence, states[0], [(0, 1)])
        odds = np.exp(scores[0] - scores[0].max())
        return dict(zip(TYPES, (odds / odds.sum()).tolist(), strict=True))


@cache
def load_typer() -> PairTyper:
    """Return the typer, loaded and verified once a process."""
    return PairTyper()


def judge_pairs(article: Article) -> tuple[PairType, ...]:
    """Return for each asked pair the likeliest type of the first's act towards the second."""
    if not article.pairs:
        return ()
    model = load_reading_model()
    spans = [_window(article, *pair) for pair in article.pairs]
    texts = [article.text[span.start : span.end] for span in spans]
    mentions = [
        [
            Mention(
                actor.start, actor.end, article.text[actor.start : actor.end], "A", "A", "name"
            ),
            Mention(
                other.start, other.end, article.text[other.start : other.end], "B", "B", "name"
            ),
        ]
        for actor, other in article.pairs
    ]
    encoded = encode_sentences(model.tokenizer, texts, mentions, [span.start for span in spans])
    return tuple(_pair_type(load_typer().probabilities(one)) for one in encoded)


def _window(article: Article, actor: Span, recipient: Span) -> Span:
    """Return the sentence that holds both mentions, or the text around them."""
    first, last = min(actor.start, recipient.start), max(actor.end, recipient.end)
    for sent in split_sentences(article.text, article_key=article.article_id):
        if sent.start <= first and last <= sent.end:
            return Span(sent.start, sent.end)
    return Span(max(0, first - _MARGIN), min(len(article.text), last + _MARGIN))


def _pair_type(probabilities: dict[str, float]) -> PairType:
    """Return the likeliest type. What is yielded is RETREAT, whichever of the two types it resembles.

    CAMEO has one class for it, root 08, which is material cooperation; PLOVER's CONCEDE and RETREAT
    divide it, and on the words of one sentence that line is seldom clear. `scores` keeps both.
    """
    shares = {name: round(probabilities[name], 4) for name in TYPES}
    joined = {name: share for name, share in shares.items() if name != "CONCEDE"}
    joined["RETREAT"] = round(shares["RETREAT"] + shares["CONCEDE"], 4)
    best = max(joined, key=lambda name: joined[name])
    return PairType(best, event_types()[best], shares, joined[best])
