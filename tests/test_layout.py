"""The layout: no import cycles, stages import nothing later, data files are there."""

from __future__ import annotations

import ast
from pathlib import Path

import detente

SOURCE = Path(detente.__file__).parent
# In the order of the data; a stage may import what stands before it.
ORDER = "parse actors sourcing events developments relations store brief cli".split()
# Where the order of the data and of the imports differ on purpose.
ALLOWED = {
    ("events", "sourcing"),  # an event's factuality is judged by the rules of sourcing
}


def _imports(path: Path) -> set[str]:
    """Return what a file imports from detente when it is loaded: modules, and names as if so."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("detente"):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("detente")}
    return found


def _graph() -> dict[str, set[str]]:
    files = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(("detente", *(p for p in parts if p != "__init__")))
        files[name] = path

    def module(name: str) -> str:
        return name if name in files else name.rpartition(".")[0]

    return {name: {module(m) for m in _imports(path)} - {name} for name, path in files.items()}


def test_no_import_cycles() -> None:
    graph, done = _graph(), set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in graph[name]:
                walk(other, (*trail, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_stages_import_nothing_later() -> None:
    for name, others in _graph().items():
        stage = name.split(".")[1] if "." in name else ""
        for other in others:
            later = other.split(".")[1]
            if stage in ORDER and later in ORDER and (stage, later) not in ALLOWED:
                assert ORDER.index(later) <= ORDER.index(stage), f"{name} imports {other}"


def test_public_names_are_there() -> None:
    for name in detente.__all__:
        assert getattr(detente, name) is not None
