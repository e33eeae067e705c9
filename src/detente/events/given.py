"""The type of an act between two mentions that the caller gives (contract: `pairs`)."""

from __future__ import annotations

from detente.events.coding import event_types
from detente.events.encoding import encode_sentences
from detente.events.reading_model import TYPES, load_reading_model
from detente.parse.sentences import split_sentences
from detente.records import Article, Mention, PairType, Span

_MARGIN = 300  # characters of context either side when the mentions stand in different sentences


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
    return tuple(_pair_type(model.type_scores(one)) for one in encoded)


def _window(article: Article, actor: Span, recipient: Span) -> Span:
    """Return the sentence that holds both mentions, or the text around them."""
    first, last = min(actor.start, recipient.start), max(actor.end, recipient.end)
    for sent in split_sentences(article.text, article_key=article.article_id):
        if sent.start <= first and last <= sent.end:
            return Span(sent.start, sent.end)
    return Span(max(0, first - _MARGIN), min(len(article.text), last + _MARGIN))


def _pair_type(scores: dict[str, float]) -> PairType:
    total = sum(scores.values())
    shares = {name: round(scores[name] / total, 4) for name in TYPES}
    best = max(shares, key=lambda name: shares[name])
    return PairType(best, event_types()[best], shares, shares[best])
