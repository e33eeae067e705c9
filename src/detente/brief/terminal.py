"""A brief in, wrapped plain text for a terminal out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from detente.brief.layout import one_line, source_line, tail_text
from detente.brief.tree import Brief, Section, Statement, sources_of

WIDTH = 96
LEAST_WIDTH = 40


def render_terminal(brief: Brief, width: int = WIDTH) -> str:
    """Return the brief as text of at most `width` columns (40 at least), sources last.

    Control characters in the words of articles are taken out: they could repaint the screen.
    """
    width = max(width, LEAST_WIDTH)
    lines = [*_wrapped(brief.title.upper(), width), *_wrapped(brief.subtitle, width), ""]
    for row in brief.at_a_glance:
        lines += _wrapped(f"{row.label}: {row.text} {tail_text(row)}", width, "  ", "    ")
    for number, section in enumerate(brief.sections, 1):
        lines += ["", *_heading(f"{number}. {section.title}", width, "=")]
        lines += _body(section, width)
    lines += ["", *_heading(f"{len(brief.sections) + 1}. Sources", width, "=")]
    for citation, _ in sources_of(brief):
        text = f"[{citation.number}] {source_line(citation)}: {citation.sentence}"
        lines += _wrapped(text, width, "", "     ")
    return "\n".join(lines)


def _heading(title: str, width: int, mark: str) -> list[str]:
    return [title, mark * min(len(title), width)]


def _body(section: Section, width: int) -> Iterator[str]:
    for statement in section.statements:
        yield from _statement(statement, width, "")
    for part in section.sections:
        yield ""
        yield from _heading(part.title, width, "-")
        yield from _body(part, width)


def _statement(statement: Statement, width: int, indent: str) -> Iterator[str]:
    label = f"{statement.label}. " if statement.label else ""
    text = f"{label}{statement.text} {tail_text(statement)}"
    yield from _wrapped(text, width, f"{indent}- ", f"{indent}  ")
    inner = f"{indent}    "
    if statement.quote:
        yield from _wrapped(statement.quote.sentence, width, f"{inner}> ", f"{inner}> ")
    if statement.notes:
        yield from _wrapped(" ".join(statement.notes), width, inner, inner)
    for reply in statement.replies:
        yield from _statement(reply, width, f"{indent}  ")


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        one_line(text), width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
