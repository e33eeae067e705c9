"""Web pages and pieces of HTML: markup goes in, a Draft or plain text comes out. No network."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from ..errors import ReadError
from ..records import Genre
from .articles import Draft, genre_of_section, genre_of_type
from .moments import parse_moment

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "figure",
    "figcaption",
    "iframe",
    "svg",
    "form",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td",
    "th", "tr", "ul",
}  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_MAX_DEPTH = 200
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
)
_SECTION = ("article:section", "section", "parsely-section", "og:type")


def draft_from_page(page: str) -> Draft:
    """Return the article on a web page: text, headline, outlet, address, author, date, genre.

    Raises ReadError if no article is found on it.
    """
    import trafilatura  # half a second to load

    tree = _tree(page)
    if tree is None:
        raise ReadError("is no HTML; expected a web page")
    declared = list(_declared(tree))
    metas = _metas(tree)
    try:
        found: Any = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # any page may be in any state, and the parser names no errors
        raise ReadError(f"is HTML that cannot be taken apart ({error})") from error
    text = found.text if found else None
    # what is left of a page of links has no sentence
    if not text or not re.search(r"\w[.!?…][\"”’')]*(?:\s|$)", text):
        raise ReadError("is HTML without an article's text; expected paragraphs of running text")
    return Draft(
        text=text,
        headline=found.title,
        outlet=found.sitename or found.hostname,
        url=found.url,
        byline=found.author,
        published_at=_published(declared, metas, found.date),
        genre=_genre(declared, metas),
    )


def text_of_html(fragment: str) -> str:
    """Return the words of a piece of HTML, one line a paragraph.

    >>> text_of_html("<p>Envoys met.</p><p>Talks &amp; tea</p>")
    'Envoys met.\\nTalks & tea'
    """
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    try:
        tree = html.fragment_fromstring(fragment.replace("\x00", ""), create_parent="div")
    except (ParserError, ValueError):
        return ""
    lines = "".join(_pieces(tree)).split("\n")
    return "\n".join(line for raw in lines if (line := _BLANKS.sub(" ", raw).strip()))


def _pieces(tree: html.HtmlElement) -> Iterator[str]:
    """Yield the text under `tree`, line ends only between blocks."""
    stack: list[html.HtmlElement | str] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        tail = _BLANKS.sub(" ", item.tail or "") if item is not tree else ""
        is_read = isinstance(item.tag, str) and item.tag not in _SKIPPED
        edge = "\n" if item.tag in _BLOCKS else ""
        stack.append(edge + tail)
        if is_read:
            stack.extend(reversed(item))
            stack.append(edge + _BLANKS.sub(" ", item.text or ""))


def _tree(page: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError):
        return None


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            metas.setdefault(name.lower(), meta.get("content"))
    return metas


def _declared(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            yield from _objects(json.loads(script.text or ""), 0)
        except (ValueError, RecursionError):
            continue  # pages write broken JSON-LD; the other facts of the page still hold


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)


def _published(
    declared: list[dict[str, Any]], metas: dict[str, str], fallback: str | None
) -> dt.datetime | None:
    named = [item.get("datePublished") for item in declared]
    for text in [*named, *(metas.get(name) for name in _PUBLISHED), fallback]:
        if isinstance(text, str) and text.strip():
            try:
                return parse_moment(text)
            except ReadError:
                continue  # the next place may give the date in a readable form
    return None


def _genre(declared: list[dict[str, Any]], metas: dict[str, str]) -> Genre | None:
    for item in declared:
        for name in _texts(item.get("@type")):
            if genre := genre_of_type(name):
                return genre
    sections = [name for item in declared for name in _texts(item.get("articleSection"))]
    for section in [*sections, *(metas[name] for name in _SECTION if name in metas)]:
        if genre := genre_of_section(section):
            return genre
    return None


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]
