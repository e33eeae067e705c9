"""A brief in, one HTML page out: offline, without scripts, for screens, phones and paper."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from detente.brief.layout import one_line, source_line, web_address
from detente.brief.tree import Brief, Drawing, basis_words, number_ranges, sources_of

_ID = re.compile(r'\b(id="|url\(#|xlink:href="#|href="#)')
_SIZE = re.compile(r'<svg\b([^>]*?)\swidth="[^"]*"\sheight="[^"]*"')


def render_html(brief: Brief) -> str:
    """Return the brief as one page that needs nothing from elsewhere; all text is escaped."""
    charts = iter(range(1, 1_000))

    def chart(drawing: Drawing) -> Markup:
        # our own SVG: the chart library escapes the names in it
        return Markup(inline_svg(drawing.draw(), prefix=f"chart{next(charts)}-"))

    return _template().render(
        brief=brief,
        by_number={citation.number: citation for citation in brief.citations},
        basis=basis_words,
        chart=chart,
        line=one_line,
        ranges=number_ranges,
        source_line=source_line,
        sources=sources_of(brief),
        web_address=web_address,
    )


def inline_svg(svg: str, *, prefix: str) -> str:
    """Return an SVG to stand in a page beside others: ids of its own, as wide as its place."""
    svg = svg[svg.index("<svg") :]
    return _ID.sub(rf"\g<1>{prefix}", _SIZE.sub(r"<svg\1", svg, count=1))


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = files("detente.brief").joinpath("brief.html.j2").read_text(encoding="utf-8")
    return environment.from_string(page)
