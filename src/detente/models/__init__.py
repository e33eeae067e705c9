"""The models that detente runs: where they lie, what they are, and whether they are what they say.

Own models stand in this folder with a manifest; the parser is an installed spaCy package. Every
file is checked by hash once a process before it is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, as the manifest names it."""

    model: str
    file: str
    sha256: str
    package: str | None  # the installed package that holds it; None for this folder

    def path(self) -> Path | None:
        """Return where the file lies, None when its package is not installed."""
        if self.package is None:
            return Path(str(files(__name__))) / self.file
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            return None
        return Path(next(iter(spec.submodule_search_locations))) / self.file


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model: what it does and where it comes from."""

    name: str
    version: str
    task: str
    licence: str
    origin: str
    files: tuple[ModelFile, ...]


@cache
def load_manifest() -> tuple[ModelCard, ...]:
    """Return the cards of all models that detente knows, from `manifest.toml`."""
    table = tomllib.loads((files(__name__) / "manifest.toml").read_text(encoding="utf-8"))
    return tuple(
        ModelCard(
            name,
            row["version"],
            row["task"],
            row["licence"],
            row["origin"],
            tuple(ModelFile(name, f, h, row.get("package")) for f, h in row["sha256"].items()),
        )
        for name, row in table.items()
    )


def card(name: str) -> ModelCard:
    """Return the card of a model."""
    found = next((c for c in load_manifest() if c.name == name), None)
    if found is None:
        known = ", ".join(c.name for c in load_manifest())
        raise ModelError(f"no model {name!r}; known are: {known}")
    return found


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def state(file: ModelFile) -> str:
    """Return `ok`, `missing` or `changed` for one model file."""
    path = file.path()
    if path is None or not path.is_file():
        return "missing"
    return "ok" if file_hash(path) == file.sha256 else "changed"


@cache
def verified_path(model: str, name: str) -> Path:
    """Return the path of a model file whose hash is right.

    Raises `ModelError` when the file is missing or is not the one that the manifest names.
    """
    file = next(f for f in card(model).files if f.file.endswith(name))
    path = file.path()
    found = state(file)
    if path is None or found != "ok":
        raise ModelError(
            f"model file {name} of {model} is {found} (at {path}); expected sha256 "
            f"{file.sha256[:12]}...: reinstall detente"
        )
    return path


def load_pipeline() -> Language:
    """Return the English tagger, parser and lemmatizer as spaCy runs them.

    The official package wins over the one that detente installs; with neither, `ModelError`.
    """
    import spacy

    without = ["ner", "senter"]
    if importlib.util.find_spec("en_core_web_sm"):
        return spacy.load("en_core_web_sm", exclude=without)
    parser = card("parser")
    for file in parser.files:
        verified_path("parser", file.file)
    package = parser.files[0].package
    assert package is not None
    return spacy.load(package, exclude=without)


@cache
def load_parser() -> tuple[Language, str]:
    """Return the English parser, which remembers words, and its name with version."""
    from detente.parse.word_rules import remember_words

    nlp = remember_words(load_pipeline())
    return nlp, f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
