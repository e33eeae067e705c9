"""Marks on a text: cut at every border, nothing lost, paragraphs as they were written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.article_marks import Kind, Mark, cut, find_paragraphs, marked_paragraphs
from detente.records import Annotation, Article, Attribution, Sentence, Span

KINDS: list[Kind] = ["trigger", "actor", "source", "cue", "content", "furniture"]
LENGTH = 30
MARKS = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH), st.sampled_from(KINDS)).map(
        lambda found: Mark(found[0], max(found[1], found[0] + 1), found[2])
    ),
    max_size=8,
)


def texts(text: str, *sentences: tuple[int, int]) -> list[str]:
    """Return the words of the paragraphs."""
    found = Annotation(
        Article("a-1", text), "report", tuple(Sentence("s", *sent) for sent in sentences)
    )
    return [text[span.start : span.end] for span in find_paragraphs(found)]


@given(marks=MARKS, at=st.lists(st.integers(0, LENGTH), max_size=4))
def test_pieces_make_up_the_text_and_know_their_marks(marks: list[Mark], at: list[int]) -> None:
    pieces = cut(LENGTH, marks, at=at)
    assert [c for piece in pieces for c in range(piece.start, piece.end)] == list(range(LENGTH))
    for piece in pieces:
        over = [m for m in marks if m.start <= piece.start and piece.end <= m.end]
        touched = [m for m in marks if m.start < piece.end and piece.start < m.end]
        assert (
            sorted(map(repr, piece.marks)) == sorted(map(repr, over)) == sorted(map(repr, touched))
        )


def test_a_text_without_marks_is_one_piece() -> None:
    assert [(p.start, p.end, p.marks) for p in cut(5, [])] == [(0, 5, ())]
    assert cut(0, []) == []


def test_every_line_is_a_paragraph() -> None:
    assert texts("One.\n\nTwo.\r\nThree.\n") == ["One.", "Two.", "Three."]


def test_a_wrapped_text_is_parted_by_blank_lines() -> None:
    text = "They met\nin Lahore.\nAll went.\r\n\r\nThe end."
    assert texts(text, (0, 18)) == ["They met\nin Lahore.\nAll went.\r", "The end."]


def test_a_mark_may_go_on_in_the_next_paragraph() -> None:
    text = "He said: one.\n\nTwo, and gone."
    said = Attribution(None, None, (Span(9, 18),), "named")
    found = marked_paragraphs(Annotation(Article("a-1", text), "report", attributions=(said,)))
    marked = [
        [text[p.start : p.end] for p in pieces if any(m.kind == "content" for m in p.marks)]
        for pieces in found
    ]
    assert marked == [["one."], ["Two"]]
