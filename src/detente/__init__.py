"""detente reads the news and keeps the cited record of how countries get along.

The names listed here are what we promise; everything else may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from detente.errors import DetenteError

__version__ = "0.1.0"

# Loaded on first use, so that `import detente` and `detente --help` stay quick.
_LATER = {
    "Annotation": "detente.records",
    "Article": "detente.records",
    "Development": "detente.records",
    "Event": "detente.records",
    "Record": "detente.api",
    "annotate": "detente.api",
    "group": "detente.api",
    "look_up": "detente.actors.lookup",
    "open": "detente.api",
    "view": "detente.api",
}

__all__ = [
    "Annotation",
    "Article",
    "DetenteError",
    "Development",
    "Event",
    "Record",
    "annotate",
    "group",
    "look_up",
    "open",
    "view",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")
