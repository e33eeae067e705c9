"""Files, folders, globs and standard input become articles and problems."""

import bz2
import gzip
import io
import json
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import ReadError
from detente.read import parse_moment, read_sources
from detente.records import Article, Problem, Span

DATA = Path(__file__).parents[1] / "data" / "read"
TEXT = "Norway invited the Finnish minister. Finland accepted and thanked it.\n"


def articles_of(*sources: str | Path, stdin: bytes | None = None) -> list[Article]:
    items = list(read_sources(sources, stdin=io.BytesIO(stdin) if stdin is not None else None))
    assert all(isinstance(item, Article) for item in items), items
    return [item for item in items if isinstance(item, Article)]


def test_plain_text_file() -> None:
    path = DATA / "column.txt"
    (article,) = articles_of(path)
    assert article.text == path.read_bytes().decode()
    assert article.headline == "Old neighbours try a new tone"
    assert (article.byline, str(article.published_on)) == ("Mira Castellan", "2022-04-30")
    assert article.dateline == "OSLO, April 29 (NPA)"
    assert article.path == str(path)
    repeated, outlet = (article.text[span.start : span.end] for span in article.furniture[-2:])
    assert repeated.startswith("Finland accepted") and repeated.endswith("as routine.")
    assert outlet == "ePaper - The Fjord Courier"


def test_given_facts_go_with_a_text() -> None:
    day = parse_moment("2022-05-01")
    items = list(read_sources([DATA / "column.txt"], published_at=day, outlet="O", headline="H"))
    assert [(a.published_at, a.outlet, a.headline) for a in items if isinstance(a, Article)] == [
        (day, "O", "H")
    ]


def test_web_page() -> None:
    (article,) = articles_of(DATA / "page.html")
    assert article.headline == "Why the ferry treaty matters"
    assert (article.outlet, article.byline) == ("The Fjord Courier", "Mira Castellan")
    assert article.published_at == parse_moment("2022-05-03T06:30:00Z")
    assert article.genre == "opinion"
    assert "smiled for every camera" in article.text and "World" not in article.text


@pytest.mark.parametrize("name", ["page", "page.dat"])
def test_web_page_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes((DATA / "page.html").read_bytes())
    assert articles_of(tmp_path / name)[0].genre == "opinion"


def test_rss() -> None:
    first, second = articles_of(DATA / "feed.xml")
    assert first.headline == "Envoys meet in Malmö"
    assert first.text.splitlines() == [
        "Danish and Swedish envoys met in the harbour town on Tuesday & agreed on a date.",
        "They will meet again.",
    ]
    assert (first.outlet, first.url) == ("The Fjord Courier", "https://courier.example/world/1")
    assert first.published_at == parse_moment("2022-05-03T08:00:00Z")
    assert (second.text, second.headline) == ("A title without a body", None)
    assert second.genre == "opinion"


def test_atom() -> None:
    (article,) = articles_of(DATA / "atom.xml")
    assert article.text.startswith("The minister of harbours received")
    assert article.url == "https://harbours.example/press/7"


def test_json_lines() -> None:
    path = DATA / "articles.jsonl"
    items = list(read_sources([path]))
    full, mapped, bare = (item for item in items if isinstance(item, Article))
    assert full.article_id == "7"
    assert (full.focus, full.pairs) == (Span(0, 20), ((Span(0, 5), Span(14, 18)),))
    assert full.triggers == (Span(6, 13),)
    assert (mapped.headline, mapped.outlet, mapped.genre) == (
        "Talks resume",
        "Andes Post",
        "opinion",
    )
    assert mapped.published_at == parse_moment("2022-04-30T07:00:00Z")
    assert (bare.text, bare.headline) == ("Only a headline is here", None)
    problems = {item.article_id: item.reason for item in items if isinstance(item, Problem)}
    assert list(problems) == [f"{path}:5", f"{path}:6", "bad-date", "bad-focus"]
    assert "text is int" in problems[f"{path}:6"]
    assert "is no JSON" in problems[f"{path}:5"]
    assert "does not exist" in problems["bad-date"]
    assert "within the 18 characters" in problems["bad-focus"]


def test_order_of_input_is_kept() -> None:
    kinds = [type(item).__name__ for item in read_sources([DATA / "articles.jsonl"])]
    assert kinds == ["Article"] * 3 + ["Problem"] * 4


def test_csv() -> None:
    gift, empty = articles_of(DATA / "table.csv")
    assert empty.text == "Empty"  # a row without a body is read by its headline
    assert gift.text == "Kenya gave Uganda a ship;\nit arrived on Monday."
    assert (gift.article_id, gift.headline, gift.outlet) == ("1", "Gift", "Lake Times")


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    days = [parse_moment("2022-04-30").date(), None]
    pl.DataFrame({"id": [1, 2], "body": [TEXT, None], "date": days}).write_parquet(path)
    article, problem = read_sources([path])
    assert isinstance(article, Article) and isinstance(problem, Problem)
    assert (article.article_id, article.text) == ("1", TEXT)
    assert str(article.published_on) == "2022-04-30"
    assert (problem.article_id, "has no text" in problem.reason) == ("2", True)


def test_web_archive(tmp_path: Path) -> None:
    page = (DATA / "page.html").read_bytes()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/ferries\r\n"
        "WARC-Date: 2022-05-04T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    (article,) = articles_of(tmp_path / "crawl.warc.gz")
    assert (article.url, article.genre) == ("https://courier.example/ferries", "opinion")


def zstd(data: bytes) -> bytes:
    return bytes(pyarrow.compress(data, codec="zstd", asbytes=True))


@pytest.mark.parametrize(
    "name", ["column.txt", "page.html", "feed.xml", "articles.jsonl", "table.csv"]
)
@pytest.mark.parametrize(
    ("ending", "compress"),
    [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("zst", zstd)],
)
def test_compressed_file_reads_as_the_plain_one(
    tmp_path: Path, name: str, ending: str, compress: Callable[[bytes], bytes]
) -> None:
    packed = tmp_path / f"{name}.{ending}"
    packed.write_bytes(compress((DATA / name).read_bytes()))
    texts = [getattr(item, "text", None) for item in read_sources([packed])]
    assert texts == [getattr(item, "text", None) for item in read_sources([DATA / name])]


def test_compressed_file_that_breaks_off(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"text": f"Oslo wrote {n} letters. {os.urandom(20).hex()}"}) + "\n"
        for n in range(2000)
    )
    path = tmp_path / "news.jsonl.gz"
    packed = gzip.compress(lines.encode())
    path.write_bytes(packed[: len(packed) // 2])
    *articles, last = read_sources([path])
    assert articles and all(isinstance(item, Article) for item in articles)
    assert isinstance(last, Problem) and "compressed and broken" in last.reason


def test_text_that_unpacks_too_large(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b" " * (65 * 1024 * 1024), compresslevel=1))
    with pytest.raises(ReadError, match="more than 64 MiB"):
        list(read_sources([path]))


@pytest.mark.parametrize(
    ("stdin", "texts"),
    [
        (b'{"text": "Oslo wrote."}\n\n{"text": "Lima wrote."}\n', ["Oslo wrote.", "Lima wrote."]),
        (b'  \n {"text": "Oslo wrote."}', ["Oslo wrote."]),
        (b'{\n "text":\n "Oslo wrote."\n}\n', ["Oslo wrote."]),
        (b'[{"text": "Oslo wrote."}, {"text": "Lima wrote."}]', ["Oslo wrote.", "Lima wrote."]),
        (b"[Editor] Oslo wrote.", ["[Editor] Oslo wrote."]),
        (b"\r\nOslo wrote.\r\n", ["\r\nOslo wrote.\r\n"]),
        (gzip.compress(b"Oslo wrote."), ["Oslo wrote."]),
        ('{"text": "Oslo wrote."}\n'.encode("utf-16"), ["Oslo wrote."]),
    ],
)
def test_standard_input(stdin: bytes, texts: list[str]) -> None:
    assert [article.text for article in articles_of("-", stdin=stdin)] == texts


def test_standard_input_as_html() -> None:
    (article,) = articles_of("-", stdin=b"\n" + (DATA / "page.html").read_bytes())
    assert article.headline == "Why the ferry treaty matters"


def test_standard_input_is_left_open() -> None:
    stream = io.BytesIO(TEXT.encode())
    list(read_sources(["-"], stdin=stream))
    assert not stream.closed


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeffMalmö wrote.".encode(), "Malmö wrote."),
        ("Malmö wrote.".encode("utf-16"), "Malmö wrote."),
        ("Malmö wrote – twice.".encode("cp1252"), "Malmö wrote – twice."),
        (("Malmö wrote äöü äöü äöü. ".encode() * 2)[:-1] + b"\xff", None),
    ],
)
def test_encoding(tmp_path: Path, data: bytes, text: str | None) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (article,) = articles_of(tmp_path / "a.txt")
    assert article.text == text if text else article.text.count("\ufffd") == 1


def test_declared_charset_of_a_page(tmp_path: Path) -> None:
    page = (DATA / "page.html").read_text("utf-8").replace('charset="utf-8"', 'charset="cp1257"')
    (tmp_path / "a.html").write_bytes(page.replace("harbour", "Rīga").encode("cp1257"))
    assert "Rīga" in articles_of(tmp_path / "a.html")[0].text


def test_folder_is_read_sorted_without_litter(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", ".hidden", ".DS_Store", "Thumbs.db", "b/1.md"):
        (tmp_path / name).write_text(f"{TEXT}{name}")
    texts = [article.text.splitlines()[-1] for article in articles_of(tmp_path)]
    assert texts == ["a.txt", "b/1.md", "b/2.txt"]


def test_glob(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_text(f"{TEXT}{name}")
    texts = [article.text.splitlines()[-1] for article in articles_of(tmp_path / "*.txt")]
    assert texts == ["a.txt", "b.txt"]


BAD_FILES = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\n", "is empty"),
    ("rows.jsonl", b"\n\n", "is empty"),
    ("rows.json", b"[]", "is empty"),
    ("paper.pdf", b"%PDF-1.7 ...", "is a PDF file"),
    ("noise.txt", bytes(range(256)) * 4, "unknown encoding|binary data"),
    ("menu.html", b"<html><body><nav>Home</nav></body></html>", "without an article's text"),
    ("config.xml", b"<config><a>1</a></config>", "XML of an unknown kind"),
    ("feed.xml", b"<rss><channel></channel></rss>", "feed without entries"),
    ("style.css", b"p { color: red }", "holds no article"),
    ("rows.parquet", b"PAR1 broken", "broken Parquet"),
    ("array.json", b'[{"text": "x"', "is no JSON"),
    ("pack.txt.gz", b"\x1f\x8b\x08broken", "compressed and broken"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BAD_FILES)
def test_single_bad_file_raises_one_line(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=reason) as caught:
        list(read_sources([tmp_path / name]))
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "data", "reason"), BAD_FILES)
def test_bad_file_in_a_folder_is_a_problem(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.txt").write_text(TEXT)
    problem, article = read_sources([tmp_path])
    assert isinstance(problem, Problem) and isinstance(article, Article)
    assert (problem.article_id, problem.stage) == (str(tmp_path / name), "read")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.txt", "no such file"),
        ("missing/*.txt", "holds no files|no such file"),
        ("https://courier.example/", "is a web address"),
        ("a\0b", "cannot be looked up|no such file"),
    ],
)
def test_missing_source(name: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        list(read_sources([name]))
    problem, article = read_sources([name, DATA / "column.txt"])
    assert isinstance(problem, Problem) and isinstance(article, Article)


def test_empty_folder_and_no_source(tmp_path: Path) -> None:
    for sources in ([tmp_path], []):
        with pytest.raises(ReadError):
            list(read_sources(sources))


def test_other_language_is_a_problem() -> None:
    text = "Правительство пригласило министра в Осло, чтобы обсудить новую железную дорогу."
    row = json.dumps({"article_id": "ru1", "text": text}).encode()
    assert list(read_sources(["-"], stdin=io.BytesIO(row))) == [
        Problem("ru1", "language", "text is in Russian (ru), only English is read")
    ]


def test_focus_is_read_even_if_it_repeats() -> None:
    sentence = "Norway and Finland will talk about cod quotas before the end of the month. "
    row = {"text": sentence * 2, "focus": [len(sentence), 2 * len(sentence)]}
    assert articles_of("-", stdin=json.dumps(row).encode())[0].furniture == ()


def test_overlong_line_is_a_problem_and_reading_goes_on() -> None:
    long = b'{"text": "' + b"x" * (17 * 1024 * 1024) + b'"}\n'
    rows = b'{"text": "Oslo wrote."}\n' + long + b'{"text": "Lima wrote."}\n'
    first, problem, last = read_sources(["-"], stdin=io.BytesIO(rows))
    assert isinstance(problem, Problem) and problem.article_id == "-:2"
    assert "cut at 16 MiB" in problem.reason
    assert isinstance(first, Article) and isinstance(last, Article)


def test_feed_reads_no_file_and_no_bomb(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word")
    definitions = f'<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    feed = (
        f"<?xml version='1.0'?><!DOCTYPE rss [{definitions}]><rss version='2.0'><channel><item>"
        "<title>Oslo wrote &x; &a9; to Lima</title></item></channel></rss>"
    )
    for item in read_sources(["-"], stdin=io.BytesIO(feed.encode())):
        assert "secret word" not in repr(item) and "lollol" not in repr(item)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=400)
    | st.builds(
        lambda head, rest: head + rest,
        st.sampled_from([
            b"{", b"[", b'{"text": ', b'{"text": "a", "published_at": ', b"<html>", b"<rss>", b"<?xml",
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>", b"\x1f\x8b\x08", b"BZh9",
            b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"PAR1", b"WARC/1.0\r\n", b"\xff\xfe", b"text\n",
        ]),
        st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode()),
    ),
    ending=st.sampled_from(["", "txt", "html", "json", "jsonl", "csv", "xml", "parquet", "warc", "gz"]),
)  # fmt: skip
def test_any_bytes_give_articles_problems_or_a_read_error(
    tmp_path: Path, data: bytes, ending: str
) -> None:
    path = tmp_path / f"input.{ending}"
    path.write_bytes(data)
    for sources, stdin in (([path], None), (["-"], io.BytesIO(data))):
        try:
            items = list(read_sources(sources, stdin=stdin))
        except ReadError as error:
            assert "\n" not in str(error)
            continue
        assert items and all(isinstance(item, (Article, Problem)) for item in items)
