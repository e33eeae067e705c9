"""Page furniture and repeated passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.read import find_furniture

BODY = (
    "Norway sent a note to Iceland on Monday.\n"
    "The two ministers will talk about cod quotas before the end of the month.\n"
)
LONG = "The two ministers will talk about cod quotas in the old harbour before the month ends."


def furniture_of(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_furniture(text)]


@pytest.mark.parametrize(
    "line",
    [
        "ePaper - The Fjord Courier",
        "Published in The Fjord Courier on May 7, 2022",
        "Copyright © 2022 The Fjord Courier. All rights reserved",
        "Click here to read the full treaty",
        "Read more: Iceland answers the note",
        "Follow us on Twitter and Facebook",
        "Subscribe to our newsletter",
        "We use cookies to improve your visit.",
        "Photo: Mira Castellan / NPA",
        "COMMENTS (12)",
        "The post Cod quotas appeared first on The Fjord Courier.",
        "The writer is a former envoy to Iceland.",
    ],
)
def test_trailing_line_is_furniture(line: str) -> None:
    assert furniture_of(BODY + line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe they did not, although Iceland had asked them to.",
        "Follow the money, the Norwegian minister told Iceland.",
        "Iceland published the note on Tuesday.",
        "All rights of fishermen were reserved to Iceland by the treaty.",
        "Share prices fell in Oslo after the note.",
        "And so the old quarrel goes on...",
    ],
)
def test_reporting_is_no_furniture(line: str) -> None:
    assert furniture_of(BODY + line) == []


def test_outlet_after_the_last_sentence_of_a_line() -> None:
    assert furniture_of("Norway sent a note to Iceland. ePaper - Courier") == ["ePaper - Courier"]


def test_teasers_for_other_articles_at_the_end() -> None:
    teasers = (
        "Ships in the harbour of Bergen. — NPA/FileBERGEN: Russia asked...\nA view of Oslo...\n"
    )
    assert furniture_of(f"{BODY}{teasers}© 2022 The Courier") == [
        *teasers.splitlines(),
        "© 2022 The Courier",
    ]


def test_edition_mark_at_the_top_only() -> None:
    assert furniture_of("US\n" + BODY) == ["US"]
    assert furniture_of(BODY + "US\nIt was the last.") == []


def test_wrapped_line_is_not_taken_for_a_label() -> None:
    text = "The minister was not available for\ncomments\nand left the city by train.\n"
    assert furniture_of(text) == []


def test_second_printing_of_a_passage_is_furniture() -> None:
    text = f"OSLO: {LONG} Nobody objected.\n{BODY}{LONG} Nobody objected.\nThe end came soon."
    assert furniture_of(text) == [f"{LONG} Nobody objected."]
    assert find_furniture(text)[0].start > 100


def test_repeat_is_found_across_wrapped_lines() -> None:
    wrapped = LONG.replace(" quotas ", "\nquotas ")
    text = f"Norway wrote.\n    {LONG}\n    Iceland replied.\n    {wrapped}\n    It ended."
    assert furniture_of(text) == [wrapped]


def test_short_repeat_and_repeated_part_of_a_sentence_are_kept() -> None:
    short = "They will talk about cod. "
    part = LONG[:-1]
    assert furniture_of(f"{short}It rained. {short}It rained. {short}") == []
    assert furniture_of(f"{LONG} Then he said that {part} or not at all.") == []


def test_bare_headline_that_looks_like_a_credit_is_kept() -> None:
    assert furniture_of("Source: Norway will send a note to Iceland") == []


@given(st.lists(st.sampled_from([LONG, "Read more: x", "Oslo wrote.", "\n", " ", "…", "US"])))
def test_spans_are_ordered_and_disjoint(parts: list[str]) -> None:
    text = "".join(parts)
    spans = find_furniture(text)
    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start < span.end for end, span in zip(ends, spans, strict=False))
    assert all(span.end <= len(text) for span in spans)
