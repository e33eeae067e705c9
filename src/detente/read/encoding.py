"""Bytes of a text file go in, its text comes out, or a ReadError that says what the bytes are."""

from __future__ import annotations

import codecs
import logging
import re

from ..errors import ReadError

_log = logging.getLogger(__name__)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_KINDS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.I,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode_text(data: bytes) -> str:
    """Return the text of `data`.

    Tried in this order: a byte order mark, UTF-8, the encoding that HTML or XML declares, UTF-8
    with a few broken characters (they become U+FFFD), Windows-1252. Line ends stay as they are.

    Raises ReadError for data that is no text.
    """
    for magic, kind in _BINARY_KINDS:
        if data.startswith(magic):
            raise ReadError(f"is {kind}, not text; save it as plain text or HTML first")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _declared(data) or _damaged_utf8(data) or _cp1252(data)
    if len(_CONTROLS.findall(text, 0, 100_000)) > min(len(text), 100_000) // 500:
        raise ReadError("holds binary data; expected text")
    return text


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise ReadError(f"begins as {name} but breaks off at byte {error.start}") from error
    return text.removeprefix("\ufeff")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 4096)
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii")
    try:
        codec = codecs.lookup(name).name
        # pages that declare Latin-1 are in Windows-1252, as browsers read them (WHATWG Encoding)
        return data.decode("cp1252" if codec in ("iso8859-1", "ascii") else codec)
    except (LookupError, UnicodeError):
        return None


def _damaged_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for char in text if char > "\x7f") - broken
    if broken * 10 > sound:
        return None
    _log.warning("%d broken characters in UTF-8 text", broken)
    return text


def _cp1252(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"is in an unknown encoding (byte {error.start}); save it as UTF-8"
        ) from error
    foreign = sum(1 for char in text if char > "\x7f")
    # more means another script's old encoding, which Windows-1252 would turn into nonsense
    if foreign * 5 > len(text):
        raise ReadError("is in an unknown encoding; save it as UTF-8")
    return text
