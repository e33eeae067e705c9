"""What plain text says about itself."""

import pytest

from detente.errors import ReadError
from detente.read import read_text

REST = "Norway invited the Finnish minister. Finland accepted and thanked it for the invitation."


@pytest.mark.parametrize(
    ("start", "dateline"),
    [
        ("ISLAMABAD, May 7 (Reuters) - ", "ISLAMABAD, May 7 (Reuters)"),
        ("MOSCOW: ", "MOSCOW"),
        ("UNITED NATIONS: ", "UNITED NATIONS"),
        ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine (AP)"),
        ("RIYADH, Saudi Arabia: ", "RIYADH, Saudi Arabia"),
        ("Oslo, 7 May (NPA): ", "Oslo, 7 May (NPA)"),
        ("LAHORE:", "LAHORE"),
        ("ST. PETERSBURG (TASS) -- ", "ST. PETERSBURG (TASS)"),
        ("QUESTION: ", None),
        ("PRIME MINISTER STORE: ", None),
        ("MS. PORTER: ", None),
        ("Analysis: ", None),
        ("", None),
    ],
)
def test_dateline(start: str, dateline: str | None) -> None:
    article = read_text(start + REST)
    assert article.dateline == dateline
    assert article.text == start + REST


def test_speaker_who_speaks_twice_is_no_dateline() -> None:
    assert read_text(f"HALVORSEN: {REST}\nQ: Why?\nHALVORSEN: {REST}").dateline is None


def test_label_of_a_headline_is_no_dateline() -> None:
    assert read_text("SOON: Norway to invite the Finnish foreign minister").dateline is None


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_headline_byline_and_date(newline: str) -> None:
    text = f"A new tone\n\nBy Mira Castellan and Jo Lund\nApril 30, 2022\n\nOSLO: {REST}\n"
    text = text.replace("\n", newline)
    article = read_text(text)
    assert (article.headline, article.byline) == ("A new tone", "Mira Castellan and Jo Lund")
    assert (article.dateline, str(article.published_on)) == ("OSLO", "2022-04-30")
    lines = [text[span.start : span.end] for span in article.furniture]
    assert lines == ["By Mira Castellan and Jo Lund", "April 30, 2022"]
    assert article.text == text


@pytest.mark.parametrize(
    "first", ["A new tone.\n\n", "A new tone\n", f"{'Long ' * 40}\n\n", "By the sea\n"]
)
def test_first_line_that_is_no_headline(first: str) -> None:
    assert read_text(first + REST).headline is None


def test_ambiguous_date_line_gives_no_date() -> None:
    assert read_text(f"04/05/2022\n\n{REST}").published_at is None


def test_dateline_with_a_year_gives_the_date() -> None:
    article = read_text(f"OSLO, May 7, 2022 (NPA) - {REST}")
    assert str(article.published_on) == "2022-05-07"


def test_given_facts_go_before_found_ones() -> None:
    article = read_text(f"A new tone\n\n{REST}", headline="Given", article_id="x1")
    assert (article.headline, article.article_id) == ("Given", "x1")


def test_same_text_gives_the_same_id() -> None:
    assert read_text(REST).article_id == read_text(REST).article_id
    assert read_text(REST, outlet="Courier").article_id != read_text(REST).article_id


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "is empty"),
        ("x" * (2 * 1024 * 1024 + 1), "more than the 2 MiB"),
        ("Oslo \ud800 wrote", "half a character"),
        (
            "Die Regierung in Oslo hat den finnischen Minister zu Gesprächen eingeladen, teilte ein "
            "Sprecher am Freitag mit, und Finnland nahm die Einladung noch am selben Tag an.",
            "text is in German",
        ),
    ],
)
def test_unreadable_text_raises(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_text(text)
