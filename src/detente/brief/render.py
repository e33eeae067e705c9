"""A brief as Markdown, as one offline HTML page, as text for a terminal."""

from __future__ import annotations

import textwrap
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from detente.brief.model import Brief, Citation
from detente.errors import BriefError, MissingExtraError

QUOTED = 280  # characters of a sentence on the terminal


def _numbers(citations: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in citations[:8]) + (
        f"(+{len(citations) - 8})" if len(citations) > 8 else ""
    )


def _where(c: Citation) -> str:
    day = c.published_at.date().isoformat() if c.published_at else "no date"
    return f"{c.outlet or 'unknown outlet'}, {day}" + (f", “{c.headline}”" if c.headline else "")


def _escape(text: str) -> str:
    """Return text that Markdown does not take for markup."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(
            mark, f"\\{mark}" if mark not in "<>" else {"<": "&lt;", ">": "&gt;"}[mark]
        )
    return " ".join(text.split())


def render_markdown(brief: Brief) -> str:
    """Return the brief as Markdown; charts stand in the HTML page."""
    lines = [f"# {_escape(brief.title)}", "", f"*{_escape(brief.subtitle)}*", ""]
    for section in brief.sections:
        lines += [f"## {_escape(section.title)}", ""]
        for s in section.statements:
            lines.append(f"- {_escape(s.text)} {_escape(_numbers(s.citations))}")
            if s.quote:
                lines.append(f"  > {_escape(s.quote)}")
        lines.append("")
    lines += ["## Sources", ""]
    lines += [
        f"{c.number}. {_escape(_where(c))}: “{_escape(c.sentence)}” ({c.event_id})"
        for c in brief.citations
    ]
    return "\n".join(lines) + "\n"


def render_terminal(brief: Brief, *, width: int = 96) -> str:
    """Return the brief as wrapped text, sources last."""
    lines = [brief.title, "=" * len(brief.title), *textwrap.wrap(brief.subtitle, width), ""]
    for section in brief.sections:
        lines += [section.title, "-" * min(len(section.title), width)]
        for s in section.statements:
            text = f"{s.text} {_numbers(s.citations)}"
            lines += textwrap.wrap(text, width, initial_indent="- ", subsequent_indent="  ")
            if s.quote:
                quote = textwrap.shorten(s.quote, QUOTED, placeholder=" ...")
                lines += textwrap.wrap(
                    f"“{quote}”", width, initial_indent="    ", subsequent_indent="    "
                )
        lines.append("")
    lines += ["Sources", "-------"]
    for c in brief.citations:
        lines += textwrap.wrap(
            f"[{c.number}] {_where(c)}: {' '.join(c.sentence.split())}",
            width,
            subsequent_indent="     ",
        )
    return "\n".join(lines)


def render_html(brief: Brief) -> str:
    """Return the brief as one page that needs nothing from elsewhere; everything is escaped."""
    environment = Environment(
        loader=PackageLoader("detente.brief"), autoescape=select_autoescape(default=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    # charts are our own SVG, made from figures and names that the chart library escapes
    charts = {i: Markup(s.chart) for i, s in enumerate(brief.sections) if s.chart}
    by_number = {c.number: c for c in brief.citations}
    return environment.get_template("brief.html").render(
        brief=brief, charts=charts, by_number=by_number, where=_where
    )


def write_brief(brief: Brief, path: Path) -> None:
    """Write the brief as .md, .html or .pdf."""
    if path.suffix == ".md":
        path.write_text(render_markdown(brief), encoding="utf-8")
    elif path.suffix == ".html":
        path.write_text(render_html(brief), encoding="utf-8")
    elif path.suffix == ".pdf":
        try:
            from weasyprint import HTML
        except ImportError as error:
            raise MissingExtraError("a PDF needs weasyprint: pip install 'detente[pdf]'") from error
        HTML(string=render_html(brief)).write_pdf(path)
    else:
        raise BriefError(f"{path}: expected a name that ends in .md, .html or .pdf")
