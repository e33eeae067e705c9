"""Who an outlet is: the state in which it sits or for which it speaks, its kind, its grade."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente.codebooks import read_rows

OutletKind = Literal["press", "agency", "government", "aggregator"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """One row of `outlets.csv`; `reliability` is A to F, F when nothing is known."""

    name: str
    code: str | None = None
    kind: OutletKind = "press"
    reliability: str = "F"


@cache
def _outlets() -> dict[str, Outlet]:
    table = {}
    for row in read_rows("outlets.csv"):
        outlet = Outlet(row["outlet"], row["code"] or None, row["kind"], row["reliability"])  # type: ignore[arg-type]  # checked by the schema test
        for name in (row["outlet"], *row["aliases"].split(";")):
            if name:
                table[name.casefold()] = outlet
    return table


def find_outlet(name: str | None) -> Outlet:
    """Return what is known of an outlet; an unknown one has no state and grade F.

    >>> find_outlet("Express Tribune").reliability
    'B'
    >>> find_outlet("Somebody's blog").reliability
    'F'
    """
    if not name:
        return Outlet("")
    key = name.casefold().strip()
    return _outlets().get(key) or _outlets().get(key.removeprefix("the ")) or Outlet(name)
