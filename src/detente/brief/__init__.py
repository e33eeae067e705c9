"""The brief: what happened, who says so, how sure, where it stands; one statement, one citation.

In: a record, or `BriefData` gathered from one. Out: a checked `Brief`, as Markdown, as one offline
HTML page, as PDF, as text for a terminal.
"""

from detente.brief.checks import check_brief, check_citations
from detente.brief.data import ArticleFacts, BriefData, Counts
from detente.brief.gather import brief_of, gather
from detente.brief.html import render_html
from detente.brief.make import make_brief
from detente.brief.markdown import render_markdown
from detente.brief.terminal import render_terminal
from detente.brief.terms import check_terms, likelihood_words
from detente.brief.tree import Brief, Citation, Section, Statement
from detente.brief.write import render_pdf, write_brief

__all__ = [
    "ArticleFacts",
    "Brief",
    "BriefData",
    "Citation",
    "Counts",
    "Section",
    "Statement",
    "brief_of",
    "check_brief",
    "check_citations",
    "check_terms",
    "gather",
    "likelihood_words",
    "make_brief",
    "render_html",
    "render_markdown",
    "render_pdf",
    "render_terminal",
    "write_brief",
]
