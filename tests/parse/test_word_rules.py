"""`word_rules` gives what spaCy's two components give."""

import pytest

from detente.models import load_parser, load_pipeline
from detente.parse import word_rules

SENTENCES = [
    "There were two envoys in Geneva, and there's been no word from either since.",
    "Let's say that they're gonna meet; I ain't sure they've met you all.",
    "But the minister, who had ousted his rival, does deny that it was he who did so.",
    "Moscow's  ambassadors\n left; Moscow left the talks, and those that were left did talk.",
    "The better offers were better read, and the reading of the worst was left to us.",
    "That is that: whether we like it or not, something has to give because all else failed.",
]


@pytest.fixture(scope="module")
def plain():
    return load_pipeline()


def told(doc):
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i) for t in doc]


def test_same_tokens_as_the_components_it_stands_for(plain):
    nlp, _ = load_parser()
    for _ in range(2):  # judged, then remembered
        for one, other in zip(nlp.pipe(SENTENCES), plain.pipe(SENTENCES), strict=True):
            assert told(one) == told(other)


def test_forgets_when_full(plain, monkeypatch):
    nlp, _ = load_parser()
    rules = nlp.get_pipe("word_rules")
    monkeypatch.setattr(word_rules, "REMEMBERED", 5)
    for text in SENTENCES:
        assert told(nlp(text)) == told(plain(text))
        assert len(rules._known) < 200
