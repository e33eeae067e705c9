"""`detente annotate --view`: one page for one article, one line for what goes wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.cli import annotate, main
from detente.records import Annotation, Article

TEXT = "Russia and Pakistan held talks on gas in Moscow on Thursday, officials of both said.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with input; what reads is replaced: the models are not the subject here."""

    def annotated(found: list[Article]) -> Iterator[Annotation]:
        yield from (Annotation(article, "report") for article in found)

    monkeypatch.setattr(annotate, "annotate_all", annotated)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    rows = [{"article_id": str(n), "text": TEXT} for n in range(2)]
    (tmp_path / "two.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    german = "Der Minister reiste gestern nach Moskau und sprach dort mit der Regierung."
    (tmp_path / "de.txt").write_text(german, encoding="utf-8")
    (tmp_path / "own.html").symlink_to("one.txt")
    (tmp_path / "held.html").mkdir()
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command as typed and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["detente", "annotate", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_it_writes_the_page_and_says_where(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "one.txt", "--outlet", "Dawn", "--view", "page.html") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "wrote page.html\n"
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "held talks on gas" in page
    assert "Dawn" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["two.jsonl", "--view", "page.html"], "holds more"),
        (["one.txt", "two.jsonl", "--view", "page.html"], "holds more"),
        (["one.txt", "--view", "page.pdf"], ".html"),
        (["one.txt", "--view", "no/page.html"], "no folder no"),
        (["one.txt", "--view", "held.html"], "cannot write held.html"),
        (["one.txt", "--view", "own.html"], "another name"),
        (["nowhere.txt", "--view", "page.html"], "nowhere.txt"),
        (["de.txt", "--view", "page.html"], "German"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_what_goes_wrong_ends_in_one_line_and_writes_nothing(
    arguments: list[str],
    words: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert run(monkeypatch, *arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert words in said.err
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
