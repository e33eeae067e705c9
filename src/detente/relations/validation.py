"""Two rivals in, what is known about how far a lean between them can be trusted out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import CodebookError

TABLE = "validated_leans.toml"


@dataclass(frozen=True, slots=True)
class Validation:
    """How the lean between two rivals compared with an outside measure."""

    between: tuple[str, str]  # in alphabetical order
    validated: bool
    rho: tuple[float, ...]  # Spearman; two values are a range; empty: not recorded
    events: str
    against: str


def validation_of(p: str, q: str) -> Validation | None:
    """Return the comparison made for two rivals, or None when none was made.

    >>> validation_of("USA", "RUS").validated
    True
    """
    first, second = sorted((p, q))
    return _validations().get((first, second))


@cache
def _validations() -> dict[tuple[str, str], Validation]:
    text = files("detente.codebooks").joinpath(TABLE).read_text(encoding="utf-8")
    found = {}
    for row in tomllib.loads(text)["lean"]:
        first, second = row["between"]
        if first >= second:
            raise CodebookError(f"{TABLE}: {first}, {second} are not in alphabetical order")
        found[first, second] = Validation(
            between=(first, second),
            validated=row["validated"],
            rho=tuple(row.get("rho", ())),
            events=row["events"],
            against=row["against"],
        )
    return found
