"""A brief and a path in, a file out: the ending tells the kind."""

from __future__ import annotations

from pathlib import Path

from detente.brief.html import render_html
from detente.brief.markdown import render_markdown
from detente.brief.tree import Brief
from detente.errors import BriefError, MissingExtraError

ENDINGS = (".md", ".html", ".pdf")


def write_brief(brief: Brief, path: str | Path) -> None:
    """Write a brief as .md, .html or .pdf.

    Raises `BriefError` for another ending or a place that cannot be written to, and
    `MissingExtraError` when a PDF is asked for and weasyprint is not installed. What is written
    is made before the file is opened, so that an error leaves an older file as it was.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BriefError(f"{path} ends in {path.suffix!r}: expected one of {', '.join(ENDINGS)}")
    if ending == ".pdf":
        content = render_pdf(brief)
    else:
        content = (render_markdown if ending == ".md" else render_html)(brief).encode("utf-8")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BriefError(f"cannot write {path}: {error.strerror}") from error


def render_pdf(brief: Brief) -> bytes:
    """Return the page as PDF; raises `MissingExtraError` when weasyprint is not installed."""
    try:
        from weasyprint import HTML
    except ImportError as error:
        raise MissingExtraError(
            "a PDF needs weasyprint, which is not installed: pip install 'detente[pdf]'"
        ) from error
    pdf: bytes = HTML(string=render_html(brief)).write_pdf()
    return pdf
