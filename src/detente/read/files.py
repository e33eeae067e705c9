"""Names of inputs go in; the files they stand for and their decompressed bytes come out."""

from __future__ import annotations

import bz2
import glob
import gzip
import io
import lzma
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from ..errors import ReadError
from .tables import words

MAX_FILE_BYTES = 64 * 1024 * 1024  # one text, page or feed
MAX_TABLE_BYTES = 16 * 1024**3  # tables are streamed; a small file must still not unpack for ever
_MAGICS = (
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
)
_PACKED_ENDINGS = {"gz", "bz2", "xz", "zst", "lzma"}
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read. `is_named` is true when it was named itself, not found in a folder."""

    path: Path
    is_named: bool


def find_files(name: str) -> Iterator[Place]:
    """Yield the files that `name` (a file, folder or glob) stands for, sorted.

    Hidden files and the litter of operating systems are left out of folders and globs.

    Raises ReadError if there are none, and for a web address.
    """
    path = Path(name)
    if _ADDRESS.match(name):
        raise ReadError(f"{name}: is a web address; expected a file; save the page or feed first")
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        raise ReadError(f"{name[:200]!r}: cannot be looked up ({error})") from error
    if is_folder:
        found = _files_under(path)
    elif exists:
        yield Place(path, is_named=True)
        return
    elif glob.has_magic(name):
        matches = [Path(match) for match in sorted(glob.glob(name, recursive=True))]
        files = (_files_under(match) if match.is_dir() else [match] for match in matches)
        # "**" matches folders and what lies in them
        found = list(dict.fromkeys(file for group in files for file in group))
    else:
        raise ReadError(f"{name}: no such file or folder; check the spelling")
    if not found:
        raise ReadError(f"{name}: holds no files; expected at least one text, page, feed or table")
    for file in found:
        yield Place(file, is_named=False)


@contextmanager
def open_file(path: Path) -> Iterator[io.BufferedReader]:
    """Open `path` for reading, decompressed if its first bytes say that it is compressed."""
    with path.open("rb") as raw:
        yield unpacked(raw)


def unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    """Return `stream`, or what it holds if it is compressed with gzip, bzip2, xz or zstd."""
    head = stream.peek(6)
    kind = next((kind for magic, kind in _MAGICS if head.startswith(magic)), None)
    if kind is None:
        return stream
    return io.BufferedReader(_Unpacking(_opened(kind, stream), MAX_TABLE_BYTES), 1 << 16)


def inner_ending(path: Path) -> str:
    """Return the ending that tells the kind, in lower case: "jsonl" for "news.jsonl.gz"."""
    endings = [suffix[1:].lower() for suffix in path.suffixes]
    while endings and endings[-1] in _PACKED_ENDINGS:
        endings.pop()
    return endings[-1] if endings else ""


def read_whole(stream: BinaryIO) -> bytes:
    """Return all of `stream`. Raises ReadError past the limit for one file."""
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1024**2
        raise ReadError(
            f"holds more than {limit} MiB; expected one text; split it or use JSON Lines"
        )
    return data


class Borrowed:
    """A stream lent to a library that reads it once: the library cannot close it."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        """Leave the stream open, for it is its owner's."""


class _Unpacking(io.RawIOBase):
    """A decompressed stream that stops with a ReadError where the file is broken or too large."""

    def __init__(self, inner: IO[bytes], limit: int) -> None:
        self._inner = inner
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise ReadError(f"is compressed and broken ({error}); fetch it again") from error
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(f"unpacks to more than {MAX_TABLE_BYTES // 1024**3} GiB; split it")
        buffer[: len(data)] = data
        return len(data)


def _opened(kind: str, stream: BinaryIO) -> IO[bytes]:
    if kind == "gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    if kind == "bz2":
        return bz2.BZ2File(stream)
    if kind == "xz":
        return lzma.LZMAFile(stream)
    import pyarrow  # a quarter of a second, and only zstd needs it

    return cast(IO[bytes], pyarrow.CompressedInputStream(Borrowed(stream), "zstd"))


def _files_under(folder: Path) -> list[Path]:
    found: list[Path] = []
    litter = words("endings", "litter")

    def fail(error: OSError) -> None:
        raise ReadError(f"{error.filename}: cannot be opened ({error.strerror})") from error

    for parent, folders, files in os.walk(folder, onerror=fail):
        keep = [name for name in folders if not name.startswith(".") and name.lower() not in litter]
        folders[:] = sorted(keep)
        kept = (name for name in files if not name.startswith(".") and name.lower() not in litter)
        found += [Path(parent, name) for name in kept]
    return sorted(found)
