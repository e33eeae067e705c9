import tomllib
from collections import Counter
from importlib import resources

import pytest

from detente.sourcing.lexicon import load_cues, needs_parse


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway denied the report.",
        "“Enough,” wrote the envoy.",
        "Ships will sail, according to Oslo.",
        "No convoy reached the port.",
    ],
    ids=str,
)
def test_sentence_with_a_cue_is_worth_a_parse(sentence: str) -> None:
    assert needs_parse(sentence)


def test_flat_sentence_needs_no_parse() -> None:
    assert not needs_parse("The two armies met near the river in March.")


def test_weak_and_stance_verbs_are_cues_themselves() -> None:
    cues = load_cues()
    known = cues.verbs | cues.content_nouns
    assert cues.weak - {"text"} <= known
    assert {w for w in cues.stance if w not in known} <= {
        "contradict", "rebut", "rejection", "corroborate", "verify", "query", "doubts",
    }  # fmt: skip


def test_no_word_is_listed_under_two_signals() -> None:
    book = resources.files("detente.codebooks") / "cues" / "en.toml"
    tables = tomllib.loads(book.read_text(encoding="utf-8"))["factuality"]
    for name in ("predicates", "nouns", "adjectives", "adverbs"):
        counts = Counter(word for words in tables[name].values() for word in words)
        assert [word for word, n in counts.items() if n > 1] == []
