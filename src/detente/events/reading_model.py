"""The reading model at run time: int8 encoder through onnxruntime, heads in NumPy.

In: encoded sentences. Out: for every ordered pair of actors and every event type the probability
that the first does that to the second, the words that carry the act, and what the text commits
to. The same arithmetic as `training/reader_model.py`, without torch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import onnxruntime

from detente.events.encoding import Encoded, Slot, load_tokenizer
from detente.models import card, verified_path
from detente.records import Certainty, Polarity, SourceKind, Span, Teller, Time

Floats = npt.NDArray[np.float32]
TYPES: tuple[str, ...] = tuple(
    (
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN "
        "PROTEST SANCTION MOBILIZE COERCE ASSAULT"
    ).split()
)
CERTAINTIES: tuple[Certainty, ...] = ("certain", "probable", "possible", "underspecified")
SOURCE_KINDS: tuple[SourceKind, ...] = (
    "author",
    "named",
    "role",
    "collective",
    "anonymous",
    "outlet",
    "document",
)
# layers with the same input, run as one: a third of the time of one after the other
OF_SLOTS, OF_WORDS = "query_a+query_b+mix_a+mix_b", "key+value"
# Pairs whose best type stays below this are not looked at again (far under any threshold).
FLOOR = 0.02


_Facts = tuple[Polarity, Certainty, Time, SourceKind, dict[str, float], Teller]


@dataclass(frozen=True, slots=True)
class Finding:
    """One act that the model sees between two slots of a sentence."""

    actor: Slot
    recipient: Slot
    event_type: str
    probability: float
    symmetric: float
    trigger: tuple[int, int]  # characters in the sentence
    polarity: Polarity
    certainty: Certainty
    time: Time
    source_kind: SourceKind
    fact_scores: dict[str, float]  # negative, future, certain, author: probabilities
    teller: Teller  # offsets in the sentence


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def _gelu(x: Floats) -> Floats:
    inner = x * x
    inner *= 0.044715
    inner += 1
    inner *= x
    inner *= 0.7978845608
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= 0.5
    return inner


def linear(w: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    """Return `x` through the layer of that name."""
    return np.asarray(x @ w[f"{name}.weight"].T + w[f"{name}.bias"])


def _linears(w: Mapping[str, Floats], joined: str, x: Floats) -> list[Floats]:
    """Return `x` through each of the layers that were joined into one."""
    sizes = [len(w[f"{name}.bias"]) for name in joined.split("+")]
    return np.split(linear(w, joined, x), np.cumsum(sizes)[:-1], axis=1)


def score_pairs(
    w: Mapping[str, Floats],
    sentence: Encoded,
    states: Floats,
    pairs: Sequence[tuple[int, int]],
) -> tuple[Floats, Floats, Floats]:
    """Return scores [P,K], hidden layer [P,K,H] and attention to the words [P,K,W] of slot pairs."""
    slots = sentence.slots
    ends = np.array([(s.open_at, s.close_at) for s in slots])
    slot = (states[ends[:, 0]] + states[ends[:, 1]]) / 2
    first, second = np.array(pairs).T
    query_a, query_b, mix_a, mix_b = _linears(w, OF_SLOTS, slot)
    query = query_a[first] + query_b[second]
    keys, values = _linears(w, OF_WORDS, states[sentence.is_word])
    logits = (query @ keys.T)[:, None, :] + (w["type_query"] @ keys.T)[None, :, :]
    attention = _softmax(logits / np.float32(np.sqrt(query.shape[-1])))
    base = mix_a[first] + mix_b[second]
    base += linear(w, "mix_c", states[:1])
    rows = attention.reshape(-1, attention.shape[-1])  # one product in place of one a pair
    hidden = (rows @ values).reshape(*attention.shape[:2], -1)
    hidden += base[:, None, :]
    hidden = _gelu(hidden)
    scores = np.einsum("pkh,kh->pk", hidden, w["type_weight"]) + w["type_bias"]
    return np.asarray(scores), hidden, attention


def load_session(model: str, name: str) -> onnxruntime.InferenceSession:
    """Return a model's ONNX file ready to run on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(verified_path(model, name)),
        options,
        providers=["CPUExecutionProvider"],
        # onnxruntime's fused kernel takes six times as long as addition and normalisation apart (1.32, AVX-512)
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def load_heads(model: str) -> dict[str, Floats]:
    """Return the weights of a model's heads by name."""
    with np.load(verified_path(model, "heads.npz"), allow_pickle=False) as heads:
        w = {k: heads[k].astype(np.float32) for k in heads.files}
    for joined in (OF_SLOTS, OF_WORDS):
        for part in ("weight", "bias"):
            w[f"{joined}.{part}"] = np.concatenate([w[f"{n}.{part}"] for n in joined.split("+")])
    return w


class ReadingModel:
    """Encoder, tokenizer and heads, loaded once a process."""

    def __init__(self) -> None:
        self._lower = load_session("reader", "lower.onnx")
        self._upper = load_session("reader", "upper.onnx")
        self.tokenizer = load_tokenizer(str(verified_path("reader", "tokenizer.json")))
        self._w = load_heads("reader")
        self.threshold = float(self._w.pop("threshold"))
        # how often acts of a score were right in sentences kept from training (`calibrate.py`)
        self._slope, self._shift = map(float, self._w.pop("calibration"))
        self.version = f"reader {card('reader').version}"

    def calibrated(self, score: float) -> float:
        """Return the share of acts with such a score that are right, pair and type (Platt, 1999)."""
        odds = np.log(score / (1 - score)) if 0 < score < 1 else np.sign(score - 0.5) * 30
        return float(1 / (1 + np.exp(-(self._slope * odds + self._shift))))

    def _linear(self, name: str, x: Floats) -> Floats:
        return linear(self._w, name, x)

    def lower_states(self, sentence: Encoded) -> Floats:
        """Return the token states [1,T,D] of one sentence below the layers that are the reader's alone.

        One at a time: int8 activations are scaled by what is in the call, so in a batch a
        sentence's scores would hang on its neighbours. It costs nothing on one core.
        """
        (states,) = self._lower.run(["lower"], {"ids": sentence.ids[None, :]})
        return np.asarray(states, dtype=np.float32)

    def layer_states(self, sentence: Encoded) -> tuple[Floats, Floats]:
        """Return the token states [T,D] of one sentence half-way up and at the top."""
        lower = self.lower_states(sentence)
        (upper,) = self._upper.run(["states"], {"lower": lower})
        return lower[0], np.asarray(upper[0], dtype=np.float32)

    def read(self, sentences: Sequence[Encoded]) -> list[list[Finding]]:
        """Return the acts seen in each sentence, above `FLOOR`, best first."""
        return [self._findings(sentence, self._states(sentence)) for sentence in sentences]

    def _states(self, sentence: Encoded) -> Floats:
        return self.layer_states(sentence)[1]

    def _findings(self, sentence: Encoded, states: Floats) -> list[Finding]:
        slots = sentence.slots
        pairs = [
            (a, b)
            for a in range(len(slots))
            for b in range(len(slots))
            if slots[a].code != slots[b].code
            and (slots[a].mention.end > slots[a].mention.start
                 or slots[b].mention.end > slots[b].mention.start)
        ]  # fmt: skip
        if not pairs:
            return []
        scores, hidden, attention = score_pairs(self._w, sentence, states, pairs)
        seen = _pool([(slots[a].code, slots[b].code) for a, b in pairs], scores)
        if not seen:
            return []
        probability, at, kinds = (np.array(column) for column in zip(*seen, strict=True))
        to_words = np.zeros((len(seen), len(states)), np.float32)
        to_words[:, sentence.is_word] = attention[at, kinds]
        facts = self._facts(self._linear("fact_value", to_words @ states), sentence, states)
        symmetric = _sigmoid(self._linear("symmetric", hidden[at, kinds]))[:, 0]
        found = [
            Finding(
                slots[pairs[at[n]][0]],
                slots[pairs[at[n]][1]],
                TYPES[kinds[n]],
                float(probability[n]),
                float(symmetric[n]),
                _trigger(sentence, to_words[n]),
                *facts[n],
            )
            for n in range(len(seen))
        ]
        return sorted(found, key=lambda f: -f.probability)

    def _facts(self, mixed: Floats, sentence: Encoded, states: Floats) -> list[_Facts]:
        """Return what the text commits to for each row of fact values [N,H], mixed by attention."""
        z = _gelu(mixed)
        tellers = self._tellers(z, sentence, states)
        negative = _sigmoid(self._linear("polarity", z))[:, 0].tolist()
        future = _sigmoid(self._linear("time", z))[:, 0].tolist()
        certainty = _softmax(self._linear("certainty", z)).tolist()
        kind = _softmax(self._linear("kind", z)).tolist()
        return [
            (
                "negative" if n > 0.5 else "positive",
                CERTAINTIES[c.index(max(c))],
                "future" if f > 0.5 else "past_present",
                SOURCE_KINDS[k.index(max(k))],
                {"negative": n, "future": f, "certain": c[0], "author": k[0]},
                teller,
            )
            for n, f, c, k, teller in zip(negative, future, certainty, kind, tellers, strict=True)
        ]

    def _tellers(self, z: Floats, sentence: Encoded, states: Floats) -> list[Teller]:
        """Return who vouches for each row of facts [N,H]: the words point to one of their number."""
        query = self._linear("source_query", z)
        keys = self._linear("source_key", states[sentence.is_word])
        at_words = query @ keys.T / np.float32(np.sqrt(query.shape[-1]))
        scores = _softmax(np.concatenate([at_words, self._linear("source_none", z)], 1))
        spans = sentence.spans[sentence.is_word].tolist()
        return [
            Teller(Span(*spans[int(row[:-2].argmax())]), float(row[:-2].sum()), float(row[-1]))
            for row in scores
        ]


def _pool(codes: Sequence[tuple[str, str]], scores: Floats) -> list[tuple[float, int, int]]:
    """Pool slot pairs into actor pairs by log-sum-exp of their scores.

    Gives for each actor pair and type above `FLOOR` the probability, the row of the best slot
    pair, and the type.
    """
    numbers: dict[tuple[str, str], int] = {}
    group = np.array([numbers.setdefault(pair, len(numbers)) for pair in codes])
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    odds = np.exp(np.minimum(scores[order], 30))  # as in training
    total = np.add.reduceat(odds, starts, axis=0)
    ends = [*starts[1:].tolist(), len(order)]
    seen = []
    for g, k in zip(*np.nonzero(total > FLOOR / (1 - FLOOR)), strict=True):
        members = order[starts[g] : ends[g]]
        best = int(members[scores[members, k].argmax()])
        seen.append((float(total[g, k] / (1 + total[g, k])), best, int(k)))
    return seen


def _trigger(sentence: Encoded, attention: Floats) -> tuple[int, int]:
    """Return the characters of the word with most attention, and of its neighbours near it."""
    top = int(attention.argmax())
    first = last = top
    share = attention[top] * 0.5
    while first > 0 and sentence.spans[first - 1, 1] and attention[first - 1] > share:
        first -= 1
    while last + 1 < len(attention) and sentence.spans[last + 1, 1] and attention[last + 1] > share:
        last += 1
    # word pieces: begin and end with whole words
    while first > 0 and sentence.spans[first - 1, 1] == sentence.spans[first, 0] > 0:
        first -= 1
    while (
        last + 1 < len(sentence.spans)
        and sentence.spans[last + 1, 0] == sentence.spans[last, 1]
        and sentence.spans[last + 1, 1]
    ):
        last += 1
    return int(sentence.spans[first, 0]), int(sentence.spans[last, 1])


@cache
def load_reading_model() -> ReadingModel:
    """Return the reading model, loaded and verified once a process."""
    return ReadingModel()
