"""The brief: every statement cited, every citation checked, nothing hostile on the page."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import detente
from detente.brief import (
    Brief,
    check_brief,
    render_html,
    render_markdown,
    render_terminal,
    write_brief,
)
from detente.brief.model import likelihood_words, mixes_terms
from detente.errors import BriefError
from detente.store import open_record

HOSTILE = "India condemned Pakistan over the raid <script>alert(1)</script> on 3 May 2022."


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief")
    texts = [
        (
            "Dawn",
            "Russian President Vladimir Putin met Pakistan's prime minister in Moscow on 2 May 2022.",
        ),
        ("TASS", "Putin met the Pakistani prime minister in Moscow on 2 May 2022, officials said."),
        ("The Hindu", HOSTILE),
        ("Dawn", "Pakistan may buy oil from Russia if the price is right."),
        (
            "Reuters",
            "The United States gave Pakistan 20 million dollars in flood aid on 4 May 2022.",
        ),
    ]
    rows = [
        {"article_id": f"n{i}", "outlet": outlet, "text": text, "published_at": "2022-05-05",
         "headline": "A <b>headline</b>", "url": "javascript:alert(1)"}
        for i, (outlet, text) in enumerate(texts)
    ]  # fmt: skip
    for i, row in enumerate(rows):
        row["url"] = f"javascript:alert({i})"
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    detente.open(folder / "r.duckdb").read(folder / "in.jsonl")
    return folder / "r.duckdb"


@pytest.fixture(scope="module")
def brief(record: Path) -> Brief:
    return detente.open(record).brief("PAK", between=("USA", "RUS"))


def test_every_citation_resolves_to_a_stored_sentence(brief: Brief, record: Path) -> None:
    with open_record(record, create=False, read_only=True) as store:
        for citation in brief.citations:
            assert store.sentence_of(store.event(citation.event_id))[1] == citation.sentence
    assert all(s.citations for section in brief.sections for s in section.statements)


def test_a_citation_that_does_not_resolve_stops_the_brief(brief: Brief) -> None:
    with pytest.raises(BriefError, match="does not resolve"):
        check_brief(brief, lambda event_id: None)


def test_a_statement_without_citation_stops_the_brief(brief: Brief) -> None:
    section = brief.sections[0]
    bare = dataclasses.replace(section.statements[0], citations=())
    broken = dataclasses.replace(
        brief, sections=(dataclasses.replace(section, statements=(bare,)), *brief.sections[1:])
    )
    sentences = {c.event_id: c.sentence for c in brief.citations}
    with pytest.raises(BriefError, match="no citation"):
        check_brief(broken, sentences.get)


def test_plans_stand_apart_from_what_happened(brief: Brief) -> None:
    happened = [
        s.quote
        for part in brief.sections
        if part.title.startswith("What happened")
        for s in part.statements
    ]
    assert not any(quote and "if the price" in quote for quote in happened)


def test_too_little_data_is_said(brief: Brief) -> None:
    assert "not enough data" in render_terminal(brief)


def test_hostile_text_is_escaped(record: Path) -> None:
    page = render_html(detente.open(record).brief("IND", "PAK"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    assert "javascript:" not in page


def test_formats_hold_the_same_sources(brief: Brief, tmp_path: Path) -> None:
    for name in ("b.md", "b.html"):
        write_brief(brief, tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert all(c.event_id in text for c in brief.citations)
    assert render_markdown(brief).count("\n## ") == len(brief.sections) + 1
    with pytest.raises(BriefError, match=r"\.md"):
        write_brief(brief, tmp_path / "b.doc")


def test_nothing_on_record_is_refused(record: Path) -> None:
    with pytest.raises(BriefError, match="nothing on record"):
        detente.open(record).brief("PER", "CHL")


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.01, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.5, "roughly even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_words_of_probability_at_their_bounds(p: float, words: str) -> None:
    assert likelihood_words(p) == words


def test_likelihood_and_confidence_never_share_a_sentence() -> None:
    assert mixes_terms("We have high confidence that it is likely.")
    assert not mixes_terms("It is likely.")
