"""A brief in, Markdown out; charts stand in the HTML page, their words and figures here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.brief.layout import one_line, source_line, tail_text, web_address
from detente.brief.tree import Brief, Drawing, Section, Statement, sources_of

_MARKS = re.compile(r"([\\`*_\[\]#|~!])")


def render_markdown(brief: Brief) -> str:
    """Return the brief as Markdown (CommonMark with tables); all words of articles are escaped."""
    lines = [f"# {escape(brief.title)}", "", f"*{escape(brief.subtitle)}*", ""]
    lines += ["| At a glance | |", "|---|---|"]
    lines += [
        f"| {escape(row.label)} | {escape(row.text)} {escape(tail_text(row))} |"
        for row in brief.at_a_glance
    ]
    for number, section in enumerate(brief.sections, 1):
        lines += ["", *_section(section, 2, f"{number}. ")]
    lines += ["", f"## {len(brief.sections) + 1}. Sources", ""]
    for citation, event_ids in sources_of(brief):
        url = web_address(citation)
        link = f" <{url}>" if url else ""
        lines.append(
            f"{citation.number}. {escape(source_line(citation))}: “{escape(citation.sentence)}”"
            f"{link} `{' '.join(event_ids)}`"
        )
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return text on one line that Markdown and HTML take for nothing but text.

    >>> escape("<b> *x*")
    '&lt;b&gt; \\\\*x\\\\*'
    """
    plain = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\1", plain)


def _section(section: Section, level: int, number: str = "") -> Iterator[str]:
    yield f"{'#' * level} {number}{escape(section.title)}"
    yield ""
    for statement in section.statements:
        yield from _statement(statement, "")
    if section.drawing:
        yield ""
        yield from _drawing(section.drawing)
    for part in section.sections:
        yield ""
        yield from _section(part, level + 1)


def _statement(statement: Statement, indent: str) -> Iterator[str]:
    label = f"**{escape(statement.label)}.** " if statement.label else ""
    yield f"{indent}- {label}{escape(statement.text)} {escape(tail_text(statement))}"
    if statement.quote:
        yield f"{indent}  > {escape(statement.quote.sentence)}"
        yield f"{indent}  >"
    if statement.notes:
        yield f"{indent}  {'> ' if statement.quote else ''}*{escape(' '.join(statement.notes))}*"
    for reply in statement.replies:
        yield from _statement(reply, f"{indent}  ")


def _drawing(drawing: Drawing) -> Iterator[str]:
    yield f"*{escape(drawing.words)}*"
    yield ""
    yield f"| {' | '.join(drawing.columns)} |"
    yield f"|{'---|' * len(drawing.columns)}"
    for row in drawing.rows:
        yield f"| {' | '.join(row)} |"
