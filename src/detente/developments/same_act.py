"""Whether two event words name one act: words in, a probability for each pair out.

What two words are compared by are the kinds of act that they name, their sentences, neighbours and
names, and the reading model's states of them, in their sentences and alone; a small network
(`training/train_same_act.py`) weighs all that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from detente.codebooks import read_table
from detente.developments.words import WORD, count_stems, stem, weigh_words
from detente.events.encoding import encode_sentences
from detente.events.reading_model import ReadingModel, load_reading_model
from detente.models import verified_path
from detente.records import Annotation, Span

Floats = npt.NDArray[np.float32]
SENTENCE_WORDS, NEAR_WORDS, ARTICLE_WORDS = 30, 20, 60  # heaviest words kept
NEAR = 5  # words on either side that stand near an event word
STATES = ("lower", "upper", "lower_alone", "upper_alone")


@dataclass(frozen=True, slots=True, eq=False)
class EventWord:
    """An event word with all that it is compared by. States are unit vectors."""

    article_id: str
    trigger: Span
    words: str
    act: str
    stem: str
    sentence: int  # number of its sentence in the article
    said: bool
    known: bool  # whether the table of acts has it
    of_sentence: Mapping[str, float]
    of_near: Mapping[str, float]
    of_article: Mapping[str, float]
    names: frozenset[str]
    names_near: frozenset[str]
    states: Mapping[str, Floats]


def name_act(words: str) -> str:
    """Return the kind of act that event words name: that of the table, else the stem of their head.

    >>> name_act("was murdered"), name_act("killing"), name_act("handed over")
    ('death', 'death', 'give')
    """
    head = _head_of(words)
    acts = _acts()
    return acts.get(head) or acts.get(stem(head)) or stem(head)


def _head_of(words: str) -> str:
    """Return the last word that is no particle: the head of a noun group and of a phrasal verb."""
    found = [match[0].lower() for match in WORD.finditer(words)] or [words.lower()]
    particles = _table("particles")
    return next((word for word in reversed(found) if word not in particles), found[-1])


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(read_table("same_acts.toml")[name]["words"])


@cache
def _acts() -> dict[str, str]:
    """Return the act of each word and of each stem; a word itself goes before a stem."""
    rows = read_table("same_acts.toml")["acts"]
    exact = {word: act for act, words in rows.items() for word in words}
    stems: dict[str, str] = {}
    for act, words in rows.items():
        for word in words:
            stems.setdefault(stem(word), act)
    return stems | exact


def describe(
    annotations: Sequence[Annotation], centre: Mapping[str, Floats] | None = None
) -> list[EventWord]:
    """Return the triggers of all articles as event words, in the order given.

    `centre` is what is taken off the model's states; None leaves them as they are.
    """
    texts_with = Counter(word for a in annotations for word in count_stems(a.article.text))
    reader = load_reading_model()
    alone: dict[str, dict[str, Floats]] = {}
    weigh = _weigher(texts_with, len(annotations))
    found = []
    for annotation in annotations:
        of_article = weigh(annotation.article.text, ARTICLE_WORDS)
        read: dict[int, _Read] = {}
        for trigger in annotation.article.triggers:
            number, span = _sentence_of(annotation, trigger)
            text = annotation.article.text[span.start : span.end]
            if number not in read:
                read[number] = _Read(reader, text)
            words = annotation.article.text[trigger.start : trigger.end]
            if words not in alone:
                by_itself = _Read(reader, words).at(0, len(words))
                alone[words] = {f"{name}_alone": one for name, one in by_itself.items()}
            start, end = trigger.start - span.start, trigger.end - span.start
            near = _near(text, start, end)
            states = read[number].at(start, end) | alone[words]
            head = _head_of(words)
            found.append(
                EventWord(
                    annotation.article.article_id,
                    trigger,
                    words.lower(),
                    name_act(words),
                    stem(head),
                    number,
                    name_act(words) in _table("said"),
                    head in _acts() or stem(head) in _acts(),
                    weigh(text, SENTENCE_WORDS),
                    weigh(near, NEAR_WORDS),
                    of_article,
                    _names(text, first=False),
                    _names(near, first=True),
                    states if centre is None else centred(states, centre),
                )
            )
    return found


def _weigher(texts_with: Mapping[str, int], texts: int) -> Callable[[str, int], dict[str, float]]:
    return lambda text, keep: weigh_words(count_stems(text), texts_with, texts, keep=keep)


def centred(states: Mapping[str, Floats], centre: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return states without what all words share, at length 1."""
    moved = {name: one - centre[name] for name, one in states.items()}
    return {name: one / max(float(np.linalg.norm(one)), 1e-6) for name, one in moved.items()}


class _Read:
    """One text as the reading model sees it."""

    def __init__(self, reader: ReadingModel, text: str) -> None:
        self._encoded = encode_sentences(reader.tokenizer, [text], [[]], [0])[0]
        self._states = reader.layer_states(self._encoded)

    def at(self, start: int, end: int) -> dict[str, Floats]:
        """Return the mean states of the tokens between two characters, of the first token if none are."""
        spans = self._encoded.spans
        inside = np.flatnonzero((spans[:, 1] > start) & (spans[:, 0] < end) & (spans[:, 1] > 0))
        tokens = inside if len(inside) else np.array([0])
        lower, upper = self._states
        return {"lower": lower[tokens].mean(0), "upper": upper[tokens].mean(0)}


def _sentence_of(annotation: Annotation, trigger: Span) -> tuple[int, Span]:
    for number, sent in enumerate(annotation.sentences):
        if sent.start <= trigger.start < sent.end:
            return number, Span(sent.start, max(sent.end, trigger.end))
    return -1, trigger


def _near(text: str, start: int, end: int) -> str:
    before = [match[0] for match in WORD.finditer(text[:start])][-NEAR:]
    after = [match[0] for match in WORD.finditer(text[end:])][:NEAR]
    return " ".join([*before, *after])


def _names(text: str, *, first: bool) -> frozenset[str]:
    words = [match[0] for match in WORD.finditer(text)]
    return frozenset(
        word.lower()
        for word in (words if first else words[1:])
        if word[0].isupper() or word[0].isdigit()
    )


def features(words: Sequence[EventWord], rows: slice) -> Floats:
    """Return what the words of `rows` and all words share: [R,N,F].

    Whether kind of act, stem and words are the same; cosines of sentences, neighbours, articles and
    states; names in common; whether both stand in one sentence or article; some of them together.
    """
    some = words[rows]

    def same(of: Callable[[EventWord], object]) -> Floats:
        numbers = {value: n for n, value in enumerate(dict.fromkeys(map(of, words)))}
        all_of, some_of = (np.array([numbers[of(w)] for w in part]) for part in (words, some))
        return np.asarray(some_of[:, None] == all_of[None, :], np.float32)

    def both(of: Callable[[EventWord], bool]) -> Floats:
        all_of, some_of = (np.array([of(w) for w in part], np.float32) for part in (words, some))
        return np.outer(some_of, all_of).astype(np.float32)

    def cosine(of: Callable[[EventWord], Mapping[str, float]]) -> Floats:
        table = _sparse([of(w) for w in words])
        return np.asarray((table[rows] @ table.T).toarray(), np.float32)

    def alike(name: str) -> Floats:
        table = np.stack([w.states[name] for w in words])
        return np.asarray(table[rows] @ table.T, np.float32)

    def shared(of: Callable[[EventWord], frozenset[str]]) -> Floats:
        table = _sparse([dict.fromkeys(of(w), 1.0) for w in words])
        sizes = np.array([len(of(w)) for w in words], np.float32)
        fewer = np.minimum(sizes[rows][:, None], sizes[None, :])
        return np.asarray((table[rows] @ table.T).toarray() / np.maximum(fewer, 1), np.float32)

    act, stems, text = same(lambda w: w.act), same(lambda w: w.stem), same(lambda w: w.words)
    article = same(lambda w: w.article_id)
    sentence = same(lambda w: (w.article_id, w.sentence))
    said, known = both(lambda w: w.said), both(lambda w: w.known)
    sentences, near = cosine(lambda w: w.of_sentence), cosine(lambda w: w.of_near)
    lower, upper = alike("lower"), alike("upper")
    names_near = shared(lambda w: w.names_near)
    other = 1 - act
    share = _share_of_act(words)
    position = np.array([w.sentence for w in words], np.float32)
    apart = np.abs(position[rows][:, None] - position[None, :])
    columns = [
        act, stems, text, sentences, near, lower, upper, article, sentence, said,
        shared(lambda w: w.names), names_near, cosine(lambda w: w.of_article), known * other,
        act * sentences, act * near, act * lower, act * said, said * sentences, act * article,
        act * sentence, other * lower, other * sentences, other * upper, np.maximum(0, lower - 0.5),
        act * names_near, said * near, alike("lower_alone"), alike("upper_alone"),
        np.minimum(share[rows][:, None], share[None, :]), np.maximum(share[rows][:, None], share[None, :]),
        np.minimum(apart, 20), both(lambda w: w.sentence == 0),
    ]  # fmt: skip
    return np.stack(columns, axis=-1)


def _share_of_act(words: Sequence[EventWord]) -> Floats:
    """Return for each word the share of the articles that have a word for its kind of act."""
    articles = len({w.article_id for w in words})
    having = Counter(act for act, _ in {(w.act, w.article_id) for w in words})
    return np.array([having[w.act] / articles for w in words], np.float32)


def _sparse(vectors: Iterable[Mapping[str, float]]) -> csr_array:
    column: dict[str, int] = {}
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for vector in vectors:
        for word, weight in vector.items():
            columns.append(column.setdefault(word, len(column)))
            data.append(weight)
        ends.append(len(data))
    return csr_array((data, columns, ends), shape=(len(ends) - 1, max(len(column), 1)))


class SameAct:
    """The networks that weigh the features and are averaged, loaded once a process."""

    ROWS = 64  # words compared with all others at once

    def __init__(self) -> None:
        with np.load(verified_path("same_act", "weights.npz"), allow_pickle=False) as kept:
            self._w = {name: kept[name].astype(np.float32) for name in kept.files}
        self.threshold = float(self._w["threshold"])

    @property
    def centre(self) -> dict[str, Floats]:
        """What is taken off the reading model's states."""
        return {name: self._w[f"centre_{name}"] for name in STATES}

    def probabilities(self, words: Sequence[EventWord]) -> Floats:
        """Return for each pair of words the probability that they name one act, [N,N]."""
        parts = list(self._parts(words))
        found = np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)
        return np.asarray((found + found.T) / 2, np.float32)

    def _parts(self, words: Sequence[EventWord]) -> Iterator[Floats]:
        w = self._w
        networks = list(zip(w["hidden"], w["hidden_bias"], w["out"], w["out_bias"], strict=True))
        for first in range(0, len(words), self.ROWS):
            x = (features(words, slice(first, first + self.ROWS)) - w["mean"]) / w["deviation"]
            likely = [_logistic(_gelu(x @ h.T + hb) @ out + ob) for h, hb, out, ob in networks]
            yield np.mean(likely, axis=0, dtype=np.float32)


def _gelu(x: Floats) -> Floats:
    return np.asarray(x * 0.5 * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))))


def _logistic(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))


@cache
def load_same_act() -> SameAct:
    """Return the network, loaded and verified once a process."""
    return SameAct()
