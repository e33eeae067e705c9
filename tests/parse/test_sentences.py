from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.parse.sentences import MAX_LENGTH, split_sentences


def pieces(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, article_key="k")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Okoro met Gen. Silva on Sept. 4 in Room No. 12.",
        "The U.S. Navy and the U.N. mission paid Rs. 500.",
        "J. K. Hartmann spoke for 3.5 hours, e.g. Tuesday.",
        "“Why should we go?” Ms Adeyemi asked.",
        "“Why should we go?” she asked.",
        "LUSAKA: The envoy left.",
        "He said the court ... would wait.",
        "1. The parties agree on the border.",
        "The order (E.O.) 99 stands.",
        "They spoke of rights [...] Freedom came last.",
    ],
)
def test_sentence_stays_whole(sentence: str) -> None:
    assert pieces(sentence + " The hall was full.") == [sentence, "The hall was full."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He flew to the U.S. The visit was short.",
            ["He flew to the U.S.", "The visit was short."],
        ),
        ("“We agree.” Then he left.", ["“We agree.”", "Then he left."]),
        ('It was a "duty". Oslo agreed.', ['It was a "duty".', "Oslo agreed."]),
        (
            "They signed the treaty.The king smiled.",
            ["They signed the treaty.", "The king smiled."],
        ),
        ("He won in 2014. 30 states voted.", ["He won in 2014.", "30 states voted."]),
        ("Oslo sent ships… Nobody came.", ["Oslo sent ships…", "Nobody came."]),
        ("He said no. The talks ended.", ["He said no.", "The talks ended."]),
    ],
)
def test_sentence_ends_at_stop(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys meet\nOslo sent two ships.", ["Envoys meet", "Oslo sent two ships."]),
        ("Envoys meet\n\nin Oslo", ["Envoys meet", "in Oslo"]),
        (
            "The pact:\n- opens ports;\n- cuts tariffs.",
            ["The pact:", "- opens ports;", "- cuts tariffs."],
        ),
        ("KING OLAV: Welcome.\nQUESTION: Why?", ["KING OLAV: Welcome.", "QUESTION: Why?"]),
        ("ACCRA:\nThe envoy left.", ["ACCRA:\nThe envoy left."]),
        ("The minister of\nTrade spoke.", ["The minister of\nTrade spoke."]),
    ],
)
def test_line_breaks(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_wrapped_text_is_not_split_at_the_column() -> None:
    text = (
        "Norway and Ghana signed a fishing pact in\n"
        "Accra after nine weeks of talks, which both governments had\n"
        "Parliament's backing for, the ministry announced there.\n"
        "    The pact limits catches in the northern waters until the\n"
        "Arctic commission reports.\n"
        " Wire"
    )
    assert [p.split()[0] for p in pieces(text)] == ["Norway", "The", "Wire"]


def test_endless_text_is_cut() -> None:
    parts = pieces("tariffs fell; " * 400)
    assert max(map(len, parts)) <= MAX_LENGTH
    assert all(part.endswith(";") for part in parts)


def test_id_tells_articles_and_places_apart() -> None:
    first = split_sentences("No. No.\n\nNo.", article_key="a")
    second = split_sentences("No. No.\n\nNo.", article_key="b")
    assert len({s.sentence_id for s in first + second}) == len(first) + len(second)
    assert first == split_sentences("No. No.\n\nNo.", article_key="a")


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from('aB. \n\r\t!?"”(;:1,\u2028\xa0'),
            st.characters(exclude_categories=["Cs"]),
        )
    )
)
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    count = [0] * len(text)
    for sent in split_sentences(text, article_key="k"):
        assert text[sent.start : sent.end].strip() == text[sent.start : sent.end] != ""
        for at in range(sent.start, sent.end):
            count[at] += 1
    assert all(n == 1 or (n == 0 and c.isspace()) for n, c in zip(count, text, strict=True))
