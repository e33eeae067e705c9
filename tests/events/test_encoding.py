"""The model's input: markers stand around mentions, spans lead back to the text."""

from __future__ import annotations

from detente.events.encoding import (
    BEFORE_TOKENS,
    CLOSE,
    OF_PARTY,
    OPEN,
    SEP,
    Context,
    encode_sentences,
    load_tokenizer,
)
from detente.models import verified_path
from detente.records import Mention


def test_markers_stand_around_mentions_and_implied_actors_follow() -> None:
    text = "Peru thanked Chile warmly."
    mentions = [
        Mention(10, 14, "Peru", "PER", "Peru", "name"),
        Mention(23, 28, "Chile", "CHL", "Chile", "name"),
        Mention(36, 36, "", "BOL", "Bolivia", "issuer"),
    ]
    tokenizer = load_tokenizer(str(verified_path("reader", "tokenizer.json")))
    encoded = encode_sentences(tokenizer, [text], [mentions], [10])[0]
    ids = encoded.ids.tolist()
    assert [s.code for s in encoded.slots] == ["PER", "CHL", "BOL"]
    for slot in encoded.slots:
        assert ids[slot.open_at] == OPEN[slot.mention.kind]
        assert ids[slot.close_at] == CLOSE
    peru = encoded.slots[0]
    start, end = encoded.spans[peru.open_at + 1]
    assert text[start:end] == "Peru"
    assert encoded.slots[2].open_at > ids.index(SEP)


def test_long_sentences_are_cut_not_refused() -> None:
    text = "word " * 900 + "Peru"
    mention = Mention(len(text) - 4, len(text), "Peru", "PER", "Peru", "name")
    tokenizer = load_tokenizer(str(verified_path("reader", "tokenizer.json")))
    encoded = encode_sentences(tokenizer, [text], [[mention]], [0])[0]
    assert len(encoded.ids) <= 180
    assert encoded.slots == ()


def test_headline_and_the_end_of_what_stands_before_follow_without_being_words() -> None:
    text = "It thanked Chile."
    mentions = [Mention(11, 16, "Chile", "CHL", "Chile", "name")]
    tokenizer = load_tokenizer(str(verified_path("reader", "tokenizer.json")))
    context = Context("Thanks from Lima", "word " * 300 + "Peru spoke.")
    plain = encode_sentences(tokenizer, [text], [mentions], [0])[0]
    found = encode_sentences(tokenizer, [text], [mentions], [0], [context])[0]
    assert found.ids[: len(plain.ids)].tolist() == plain.ids.tolist()
    behind = tokenizer.decode(found.ids[len(plain.ids) :].tolist(), skip_special_tokens=False)
    assert behind.startswith("[SEP] thanks from lima [SEP] word")
    assert behind.endswith("peru spoke.")
    assert len(found.ids) == len(plain.ids) + 1 + 3 + 1 + BEFORE_TOKENS
    assert found.is_word.sum() == plain.is_word.sum()
    assert found.slots == plain.slots


def test_parties_of_the_text_have_markers_of_their_own() -> None:
    text = "Peru thanked Chile warmly."
    mentions = [
        Mention(0, 4, "Peru", "PER", "Peru", "name"),
        Mention(13, 18, "Chile", "CHL", "Chile", "name"),
        Mention(26, 26, "", "BOL", "Bolivia", "issuer"),
    ]
    tokenizer = load_tokenizer(str(verified_path("reader", "tokenizer.json")))
    context = Context("", "", frozenset({"PER", "BOL"}))
    encoded = encode_sentences(tokenizer, [text], [mentions], [0], [context])[0]
    markers = [int(encoded.ids[slot.open_at]) for slot in encoded.slots]
    assert markers == [OPEN["name"] + OF_PARTY, OPEN["name"], OPEN["issuer"] + OF_PARTY]
