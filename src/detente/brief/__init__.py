"""The brief: cited text and charts. One statement, at least one citation, checked before writing."""

from detente.brief.make import brief_of
from detente.brief.model import Brief, Citation, Section, Statement, check_brief
from detente.brief.render import render_html, render_markdown, render_terminal, write_brief

__all__ = [
    "Brief", "Citation", "Section", "Statement", "brief_of", "check_brief", "render_html",
    "render_markdown", "render_terminal", "write_brief",
]  # fmt: skip
