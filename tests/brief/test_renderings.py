"""Pages, Markdown and terminal text: everything told, nothing executed."""

from __future__ import annotations

import builtins
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from detente.brief import (
    Brief,
    make_brief,
    render_html,
    render_markdown,
    render_terminal,
    write_brief,
)
from detente.brief.html import inline_svg
from detente.errors import BriefError, MissingExtraError

from .records import Case, busy_case

HOSTILE = '<script>alert("x")</script> met & [talked](http://x.example) \x1b[2J\u202e*now*.'


class Page(HTMLParser):
    """Collects tags, ids and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name == "href" and value:
                self.links.append(value)


def hostile_brief() -> Brief:
    case = busy_case()
    case.add("bad", HOSTILE, outlet="<b>Bold</b>", url="javascript:alert(1)")
    return make_brief(case.data())


def test_hostile_text_is_only_text_in_a_page() -> None:
    page = render_html(hostile_brief())
    found = Page(page)
    assert not {"script", "b-", "img", "iframe"} & set(found.tags)
    assert "&lt;script&gt;" in page
    assert "<b>Bold" not in page
    assert not any(link.startswith("javascript") for link in found.links)


def test_hostile_text_is_only_text_in_markdown() -> None:
    text = render_markdown(hostile_brief())
    assert "<script" not in text
    assert "[talked](" not in text
    assert "javascript" not in text


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = render_terminal(hostile_brief())
    assert not {"\x1b", "\u202e"} & set(text)
    assert "met & [talked]" in text


@pytest.mark.parametrize("width", [40, 72, 120])
def test_terminal_lines_keep_the_width(width: int) -> None:
    text = render_terminal(make_brief(busy_case().data()), width)
    assert max(map(len, text.splitlines())) <= width


def test_every_link_in_a_page_leads_somewhere_in_it() -> None:
    page = Page(render_html(make_brief(busy_case("CCC", busy_case()).data(between=("BBB", "CCC")))))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert "source-1" in inner
    assert len(page.ids) == len(set(page.ids))


def test_a_page_needs_nothing_from_elsewhere() -> None:
    case = busy_case()
    case.add("web", url="https://post.example/talks")
    page = render_html(make_brief(case.data()))
    outer = [link for link in Page(page).links if not link.startswith("#")]
    assert outer == ["https://post.example/talks"]
    assert not {"link", "script", "img"} & set(Page(page).tags)
    assert "url(http" not in page
    assert "@import" not in page


def test_a_chart_has_words_and_figures_beside_it() -> None:
    page = render_html(make_brief(busy_case().data()))
    assert 'role="img" aria-label="Chart: tone between Arland and Borland' in page
    assert "The figures of the chart" in page
    assert "<svg" in page


def test_charts_in_one_page_share_no_ids() -> None:
    svg = '<svg class="marks" width="10" height="5"><g id="clip0"/><use clip-path="url(#clip0)"/></svg>'
    drawn = inline_svg(svg, prefix="a-")
    assert drawn == '<svg class="marks"><g id="a-clip0"/><use clip-path="url(#a-clip0)"/></svg>'


@pytest.mark.parametrize("render", [render_html, render_markdown, render_terminal])
def test_every_rendering_says_that_there_is_not_enough_data(render: Any) -> None:
    case = Case()
    case.add("one")
    text = " ".join(render(make_brief(case.data())).split())
    assert "not enough data" in text
    assert "Sentence one tells of the act." in text


def test_the_ending_tells_the_kind(tmp_path: Path) -> None:
    brief = make_brief(busy_case().data())
    write_brief(brief, tmp_path / "b.html")
    write_brief(brief, tmp_path / "b.md")
    assert (tmp_path / "b.html").read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")
    assert (tmp_path / "b.md").read_text(encoding="utf-8").startswith("# Arland and Borland")
    with pytest.raises(BriefError, match=r"\.docx"):
        write_brief(brief, tmp_path / "b.docx")


def test_a_pdf_without_weasyprint_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "weasyprint":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"detente\[pdf\]"):
        write_brief(make_brief(busy_case().data()), tmp_path / "b.pdf")
    assert not (tmp_path / "b.pdf").exists()
