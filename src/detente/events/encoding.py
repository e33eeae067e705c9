"""How a sentence and its actor mentions become the reading model's input.

Used alike in training and at run time: every mention is wrapped in marker tokens that tell its
kind, actors without words are listed behind the sentence, and after them headline and the text before it, spans are kept so that scores can be
carried back to characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from detente.records import Mention

SENTENCE_TOKENS = 176  # sentences longer than this are cut: 99.6 % of news sentences are shorter
HEADLINE_TOKENS, BEFORE_TOKENS = 8, 16  # what is read of the headline and of the text before
MAX_TOKENS = SENTENCE_TOKENS + HEADLINE_TOKENS + BEFORE_TOKENS + 2
CLS, SEP, CLOSE = 101, 102, 6
OPEN = {"name": 2, "person": 3, "office": 3, "nominal": 4, "pronoun": 4, "issuer": 5}
OF_PARTY = 7  # added to the marker of an actor that the text is about
MARKERS = range(1, 13)  # rows of the word table that are markers
OPENING = (*range(2, 6), *range(2 + OF_PARTY, 6 + OF_PARTY))


@dataclass(frozen=True, slots=True)
class Slot:
    """One actor candidate: where its markers stand and whose it is."""

    code: str
    open_at: int
    close_at: int
    mention: Mention


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader knows when a sentence begins: the headline, and the text just before."""

    headline: str
    before: str
    parties: frozenset[str] = frozenset()  # codes of the actors that the text is about


NO_CONTEXT = Context("", "")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence ready for the encoder. `spans` gives each token's characters, (0, 0) for none."""

    ids: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]
    slots: tuple[Slot, ...]
    offset: int  # where the sentence starts in the article

    @property
    def is_word(self) -> npt.NDArray[np.bool_]:
        """Which tokens are words of the sentence, as against markers and the list behind it."""
        return self.spans[:, 1] > 0


def load_tokenizer(path: str) -> Tokenizer:
    """Return the word-piece tokenizer without padding and truncation."""
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode_sentences(
    tokenizer: Tokenizer,
    texts: Sequence[str],
    mentions: Sequence[Sequence[Mention]],
    offsets: Sequence[int],
    contexts: Sequence[Context] = (),
) -> list[Encoded]:
    """Encode sentences with their mentions; `offsets` are the sentences' starts in the article.

    `contexts` says for each sentence what stands before it, or is empty: then nothing does.
    """
    pieces = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    contexts = contexts or [NO_CONTEXT] * len(pieces)
    behind = _encode_contexts(tokenizer, contexts)
    return [
        _encode(tokenizer, piece, found, offset, context, parties)
        for piece, found, offset, context, parties in zip(
            pieces, mentions, offsets, behind, (c.parties for c in contexts), strict=True
        )
    ]


def _encode_contexts(tokenizer: Tokenizer, contexts: Sequence[Context]) -> list[list[int]]:
    """Return the tokens that stand behind each sentence: the headline's first, the last before it."""
    parts = tokenizer.encode_batch(
        [part for context in contexts for part in (context.headline, context.before)],
        add_special_tokens=False,
    )
    found = []
    for headline, before in zip(parts[::2], parts[1::2], strict=True):
        tokens = []
        if headline.ids:
            tokens += [SEP, *headline.ids[:HEADLINE_TOKENS]]
        if before.ids:
            tokens += [SEP, *before.ids[-BEFORE_TOKENS:]]
        found.append(tokens)
    return found


def _encode(
    tokenizer: Tokenizer,
    piece: Encoding,
    mentions: Sequence[Mention],
    offset: int,
    context: Sequence[int],
    parties: frozenset[str],
) -> Encoded:
    def marker_of(mention: Mention) -> int:
        return OPEN[mention.kind] + (OF_PARTY if mention.code in parties else 0)

    spoken = sorted(
        {(m.start - offset, m.end - offset, marker_of(m)) for m in mentions if m.end > m.start}
    )
    ids, spans = [CLS], [(0, 0)]
    opened: dict[tuple[int, int], int] = {}
    closed: dict[tuple[int, int], int] = {}
    waiting = list(spoken)
    active: tuple[int, int] | None = None
    for token, (start, end) in zip(piece.ids, piece.offsets, strict=True):
        if len(ids) > SENTENCE_TOKENS - 24:
            break
        if active is not None and start >= active[1]:
            closed[active] = len(ids)
            ids.append(CLOSE)
            spans.append((0, 0))
            active = None
        while waiting and waiting[0][0] < start and active is None and waiting[0][1] <= start:
            waiting.pop(0)
        if waiting and active is None and end > waiting[0][0]:
            first, last, marker = waiting.pop(0)
            active = (first, last)
            opened[active] = len(ids)
            ids.append(marker)
            spans.append((0, 0))
        ids.append(token)
        spans.append((start, end))
    if active is not None:
        closed[active] = len(ids)
        ids.append(CLOSE)
        spans.append((0, 0))
    ids.append(SEP)
    spans.append((0, 0))
    slots = []
    for mention in mentions:
        key = (mention.start - offset, mention.end - offset)
        if mention.end > mention.start and key in opened:
            slots.append(Slot(mention.code, opened[key], closed[key], mention))
        elif mention.end == mention.start and len(ids) < SENTENCE_TOKENS - 8:
            open_at = len(ids)
            name = tokenizer.encode(mention.name, add_special_tokens=False).ids[:5]
            ids.extend([marker_of(mention), *name, CLOSE])
            spans.extend([(0, 0)] * (len(name) + 2))
            slots.append(Slot(mention.code, open_at, len(ids) - 1, mention))
    ids.extend(context)
    spans.extend([(0, 0)] * len(context))
    return Encoded(
        np.array(ids, dtype=np.int64), np.array(spans, dtype=np.int64), tuple(slots), offset
    )
