"""The word lists for reading, loaded once: out come plain dictionaries and sets."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the codebook file `name` as a dictionary."""
    return tomllib.loads(resources.files("detente.codebooks").joinpath(name).read_text("utf-8"))


@cache
def page_facts(section: str) -> dict[str, Any]:
    """Return one section of the table of page facts."""
    table: dict[str, Any] = load_table("page_facts.toml")[section]
    return table


@cache
def words(section: str, name: str) -> frozenset[str]:
    """Return one list of the table of page facts as a set."""
    return frozenset(page_facts(section)[name])
