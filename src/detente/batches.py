"""Take an iterable in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield the items in tuples of `size`, the last one shorter (Python 3.12 has this built in)."""
    waiting = iter(items)
    while batch := tuple(islice(waiting, size)):
        yield batch
