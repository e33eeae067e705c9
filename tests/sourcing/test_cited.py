"""Whom a paper leans on stands before the paper in the chain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Read
from .test_chains import chain, event


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Reuters, citing two harbour officials, reported that Norway had attacked the port.",
         "two harbour officials"),
        ("Norway had attacked the port, Reuters said, quoting a senior officer.",
         "a senior officer"),
        ("Reuters wrote, on the strength of a cable, that Norway had attacked the port.", "a cable"),
        ("Norway had attacked the port, Reuters reported on Friday, citing one of the pilots.",
         "one of the pilots"),
    ],
)  # fmt: skip
def test_cited_source_is_nearer_than_the_paper_that_cites(
    read: Callable[..., Read], text: str, cited: str
) -> None:
    told = read(text)
    found = chain(told, event(told, "attacked"))
    assert [words for _, words in found] == [cited, "Reuters"]


def test_who_is_cited_elsewhere_vouches_for_nothing_here(read: Callable[..., Read]) -> None:
    told = read(
        "Reuters said that Norway had attacked the port. The mayor, citing the law, resigned."
    )
    assert chain(told, event(told, "attacked")) == [("outlet", "Reuters")]
