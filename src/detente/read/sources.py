"""Reading input: names of files, folders, globs or "-" go in, Articles and Problems come out."""

from __future__ import annotations

import codecs
import csv
import dataclasses
import datetime as dt
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from ..errors import ReadError
from ..records import Article, Problem
from .articles import MAX_TEXT_BYTES, Draft, finish
from .encoding import decode_text
from .feeds import drafts_from_feed, is_feed
from .files import (
    MAX_FILE_BYTES,
    Borrowed,
    Place,
    find_files,
    inner_ending,
    open_file,
    read_whole,
    unpacked,
)
from .moments import as_utc
from .pages import draft_from_page
from .plain import find_facts
from .rows import draft_from_row, row_id
from .tables import words

Kind = Literal["text", "html", "json", "csv", "parquet", "xml", "warc"]

_KIND_OF_ENDING: dict[str, Kind] = {
    "txt": "text", "text": "text", "md": "text", "markdown": "text",
    "html": "html", "htm": "html", "xhtml": "html",
    "jsonl": "json", "ndjson": "json", "json": "json",
    "csv": "csv", "tsv": "csv", "tab": "csv",
    "parquet": "parquet", "pq": "parquet",
    "xml": "xml", "rss": "xml", "atom": "xml", "rdf": "xml",
    "warc": "warc",
}  # fmt: skip
_MAX_ROW_BYTES = 8 * MAX_TEXT_BYTES  # escapes lengthen a text, other fields come on top
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta)\b", re.I | re.S
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says about the articles."""

    published_at: dt.datetime | None = None
    outlet: str | None = None
    headline: str | None = None


def read_sources(
    sources: Sequence[str | Path],
    *,
    published_at: dt.datetime | None = None,
    outlet: str | None = None,
    headline: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Problem]:
    """Yield the articles of files, folders (with all below them), globs and "-" (standard input).

    Read are plain text, HTML, JSON Lines, JSON, CSV, Parquet, RSS, Atom and WARC, each also
    compressed with gzip, bzip2, xz or zstd; the ending tells the kind, else the content does.
    `published_at`, `outlet` and `headline` go before what a text or page says about itself, and
    the first two fill what a row, feed entry or archived page lacks.

    What cannot be read comes out as a Problem in its place: `article_id` is the id that its row
    gives, else the path with the line or number of the row, entry or record.

    Raises ReadError, with one line, when nothing is named, and when a single file, folder or
    glob is named and nothing at all can be read from it.
    """
    names = [str(source) for source in sources]
    if not names:
        raise ReadError('no input named; expected files, folders or "-" for standard input')
    given = Given(as_utc(published_at) if published_at else None, outlet, headline)
    for name in names:
        yield from _read_name(name, given, stdin=stdin, is_alone=len(names) == 1)


def read_text(
    text: str,
    *,
    article_id: str | None = None,
    headline: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published_at: dt.datetime | None = None,
) -> Article:
    """Return the article that `text` is; what is not given is taken from its first lines.

    Raises ReadError if the text is empty, longer than 2 MiB or not English.
    """
    draft = Draft(
        text=text,
        article_id=article_id,
        headline=headline,
        outlet=outlet,
        url=url,
        published_at=published_at,
    )
    article = finish(_with_facts(draft), place="", path=None)
    if isinstance(article, Problem):
        raise ReadError(article.reason)
    return article


def _read_name(
    name: str, given: Given, *, stdin: BinaryIO | None, is_alone: bool
) -> Iterator[Article | Problem]:
    if name == "-":
        yield from _guarded(_read_stdin(stdin or sys.stdin.buffer, given), "-", may_raise=is_alone)
        return
    try:
        places = list(find_files(name))
    except ReadError as error:
        if is_alone:
            raise
        yield Problem(name, "read", str(error))
        return
    for place in places:
        found = _read_place(place, given)
        yield from _guarded(found, str(place.path), may_raise=is_alone and place.is_named)


def _guarded(
    found: Iterator[Article | Problem], where: str, *, may_raise: bool
) -> Iterator[Article | Problem]:
    """Yield `found`; a file that breaks off becomes a Problem, or an error if it gave nothing."""
    is_empty = True
    try:
        for item in found:
            is_empty = False
            yield item
        if is_empty:
            raise ReadError("is empty; expected at least one article")
    except (ReadError, OSError) as error:
        if may_raise and is_empty:
            raise ReadError(_one_line(f"{where}: {error}")) from error
        yield Problem(where, "read", _one_line(f"{where}: {error}"))


def _one_line(message: str) -> str:
    """Return `message` without line ends: other libraries' errors bring some."""
    return " ".join(message.split())


def _read_place(place: Place, given: Given) -> Iterator[Article | Problem]:
    if not place.is_named and not place.path.is_file():
        raise ReadError("is no ordinary file; expected a text, page, feed or table")
    ending = inner_ending(place.path)
    if ending in words("endings", "no_article"):
        raise ReadError(
            f"is a .{ending} file, which holds no article; rename it to .txt if it does"
        )
    with open_file(place.path) as stream:
        yield from _read_stream(stream, _KIND_OF_ENDING.get(ending), str(place.path), given)


def _read_stdin(stream: BinaryIO, given: Given) -> Iterator[Article | Problem]:
    if isinstance(stream, io.BufferedReader):
        yield from _read_stream(unpacked(stream), None, "-", given)
        return
    wrapped = io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        yield from _read_stream(unpacked(cast(Any, wrapped)), None, "-", given)
    finally:
        wrapped.detach()  # else the caller's stream would be closed with it


def _read_stream(
    stream: io.BufferedReader, kind: Kind | None, where: str, given: Given
) -> Iterator[Article | Problem]:
    head = stream.peek(1)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # lines of UTF-16 cannot be told apart byte by byte
        stream = io.BufferedReader(io.BytesIO(decode_text(read_whole(stream)).encode()))
        head = stream.peek(1)
    kind = kind or _kind_of_content(head)
    if head.startswith(b"PAR1"):
        kind = "parquet"
    if kind == "json":
        yield from _read_rows(_json_rows(stream), where, given)
    elif kind == "csv":
        yield from _read_rows(_csv_rows(stream), where, given)
    elif kind == "parquet":
        yield from _read_rows(_parquet_rows(stream), where, given)
    elif kind == "warc":
        yield from _read_warc(stream, where, given)
    else:
        yield from _read_document(decode_text(read_whole(stream)), kind, where, given)


def _kind_of_content(head: bytes) -> Kind | None:
    """Return the kind of a streamed input by its first bytes, None for one document."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WARC/"):
        return "warc"
    return "json" if start.startswith(b"{") and not start.startswith(b"{\\rtf") else None


def _read_document(
    text: str, kind: Kind | None, where: str, given: Given
) -> Iterator[Article | Problem]:
    if not text.strip():
        raise ReadError("is empty; expected the text of an article")
    if kind != "text" and is_feed(text):
        drafts = (_filled(draft, given) for draft in drafts_from_feed(text))
        yield from _finished(drafts, where, "entry")
    elif kind == "html" or (kind != "text" and _HTML.match(text)):
        yield finish(_overridden(draft_from_page(text), given), place=where, path=where)
    elif kind == "xml":
        raise ReadError("is XML of an unknown kind; expected RSS, Atom or HTML")
    elif kind is None and text.lstrip().startswith("[") and (rows := _array(text)) is not None:
        yield from _read_rows(enumerate(rows, start=1), where, given)
    elif kind is None and where == "-" and text.lstrip().startswith("<"):
        yield finish(_overridden(draft_from_page(text), given), place=where, path=where)
    else:
        draft = _overridden(Draft(text=text), given)
        yield finish(_with_facts(draft), place=where, path=where)


def _with_facts(draft: Draft) -> Draft:
    facts = find_facts(draft.text)
    return dataclasses.replace(
        draft,
        headline=draft.headline or facts.headline,
        byline=draft.byline or facts.byline,
        dateline=draft.dateline or facts.dateline,
        published_at=draft.published_at or facts.published_at,
        furniture=facts.lines,
    )


def _overridden(draft: Draft, given: Given) -> Draft:
    return dataclasses.replace(
        draft,
        headline=given.headline or draft.headline,
        outlet=given.outlet or draft.outlet,
        published_at=given.published_at or draft.published_at,
    )


def _filled(draft: Draft, given: Given) -> Draft:
    return dataclasses.replace(
        draft,
        outlet=draft.outlet or given.outlet,
        published_at=draft.published_at or given.published_at,
    )


def _finished(drafts: Iterable[Draft], where: str, unit: str) -> Iterator[Article | Problem]:
    for number, draft in enumerate(drafts, start=1):
        place = f"{where}:{number}"
        try:
            yield finish(draft, place=place, path=where)
        except ReadError as error:
            yield Problem(place, "read", _one_line(f"{where}, {unit} {number}: {error}"))


def _read_rows(
    rows: Iterable[tuple[int, Any]], where: str, given: Given
) -> Iterator[Article | Problem]:
    """Yield what (line or number, row) pairs hold; a ReadError in a row's stead is its problem."""
    for number, row in rows:
        place = f"{where}:{number}"
        try:
            if isinstance(row, ReadError):
                raise row
            if not isinstance(row, Mapping):
                raise ReadError(f"is {type(row).__name__}; expected an object with a text")
            draft = draft_from_row(row, published_at=given.published_at, outlet=given.outlet)
            item = finish(draft, place=place, path=where)
        except ReadError as error:
            given_id = row_id(row) if isinstance(row, Mapping) else None
            item = Problem(given_id or place, "read", _one_line(f"{place}: {error}"))
        yield item


def _array(text: str) -> list[Any] | None:
    """Return the objects of a JSON array, None if the text is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_rows = isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return value if is_rows else None


def _json_rows(stream: io.BufferedReader) -> Iterator[tuple[int, Any]]:
    """Yield the rows of JSON Lines, of a JSON array, or the one object of a JSON file."""
    if stream.peek(1).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        rows = _loaded(read_whole(stream))
        if isinstance(rows, ReadError):
            raise rows
        yield from enumerate(rows, start=1)
        return
    lines = _numbered_lines(stream, first=1)
    number, line = next(((number, line) for number, line in lines if line.strip()), (0, b""))
    row = _loaded(line) if line else None
    if isinstance(row, ReadError):
        # one object may go over several lines
        whole = line + stream.read(MAX_FILE_BYTES) + stream.readline(_MAX_ROW_BYTES)
        value = _loaded(whole)
        if isinstance(value, dict):
            yield number, value
            return
        yield from _loaded_lines(_numbered_lines(io.BytesIO(whole), first=number))
        lines = _numbered_lines(stream, first=number + whole.count(b"\n"))
    elif line:
        yield number, row
    yield from _loaded_lines(lines)


def _loaded_lines(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, Any]]:
    for number, line in lines:
        if line.strip():
            yield number, _loaded(line)


def _numbered_lines(stream: BinaryIO, *, first: int) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line); of a line over the limit only the beginning, which is no JSON."""
    number = first
    while line := stream.readline(_MAX_ROW_BYTES):
        rest = line
        while len(rest) == _MAX_ROW_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(_MAX_ROW_BYTES)
        yield number, line
        number += 1


def _loaded(line: bytes) -> Any:
    """Return the JSON value of `line`, or the ReadError that says why there is none."""
    try:
        return json.loads(decode_text(line.strip()))
    except ReadError as error:
        return error
    except (ValueError, RecursionError) as error:
        cut = f", cut at {len(line) // 1024**2} MiB" if len(line) >= _MAX_ROW_BYTES else ""
        return ReadError(f"is no JSON ({error}{cut}); expected one object a line")


def _csv_rows(stream: io.BufferedReader) -> Iterator[tuple[int, Any]]:
    head = stream.peek(1 << 16)
    encoding = _table_encoding(head)
    first = head.decode(encoding, errors="replace").split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    if csv.field_size_limit() < _MAX_ROW_BYTES:
        csv.field_size_limit(_MAX_ROW_BYTES)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="")
    reader = csv.DictReader(text, delimiter=delimiter, restkey="_more", restval="")
    try:
        for row in reader:
            yield reader.line_num, {key: value for key, value in row.items() if value != ""}
    except (csv.Error, UnicodeError) as error:
        raise ReadError(
            f"breaks off after line {reader.line_num} ({error}); save it as UTF-8"
        ) from error
    finally:
        text.detach()  # else the wrapper would close a stream that is not its own


def _table_encoding(head: bytes) -> str:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # the sample may end within a character
        return "utf-8-sig" if error.start >= len(head) - 3 else "cp1252"
    return "utf-8-sig"


def _parquet_rows(stream: io.BufferedReader) -> Iterator[tuple[int, Any]]:
    import pyarrow  # a quarter of a second, and only Parquet needs it
    import pyarrow.parquet

    # its table of contents stands at the end, so what cannot be sought is read whole
    source = stream if stream.seekable() else io.BytesIO(read_whole(stream))
    number = 0
    try:
        for batch in pyarrow.parquet.ParquetFile(source).iter_batches(batch_size=512):
            for row in batch.to_pylist():
                number += 1
                yield number, {key: value for key, value in row.items() if value is not None}
    except (pyarrow.ArrowException, OSError, UnicodeError) as error:
        raise ReadError(f"is broken Parquet after row {number} ({error})") from error


def _read_warc(stream: io.BufferedReader, where: str, given: Given) -> Iterator[Article | Problem]:
    """Yield the articles of an archive; images, scripts and the like in it are no articles."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource
    records = ArchiveIterator(
        cast(Any, Borrowed(stream)), record_types=wanted, parse_http=True, fsspec_args=False
    )
    try:
        for number, record in enumerate(records, start=1):
            kind = record.http_content_type or record.headers.get("Content-Type") or ""
            if not kind.startswith(("text/html", "application/xhtml")):
                continue
            place = f"{where}:{number}"
            try:
                page = decode_text(record.reader.read(MAX_FILE_BYTES))
                draft = dataclasses.replace(
                    draft_from_page(page), url=record.headers.get("WARC-Target-URI")
                )
                yield finish(_filled(draft, given), place=place, path=where)
            except ReadError as error:
                yield Problem(place, "read", _one_line(f"{where}, record {number}: {error}"))
    except (OSError, ValueError) as error:
        raise ReadError(f"is a broken web archive ({error})") from error
