"""`detente models`: which models read, and whether they are what they should be."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.common import put
from detente.errors import DetenteError, ModelError

HELP = """List the models that detente runs, or verify their files by hash.

Example: detente models verify
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("models", help=HELP)(run)


def run(action: Annotated[str, typer.Argument(help="list or verify")] = "list") -> None:
    """List or verify the models."""
    from detente.models import load_manifest, state

    if action not in ("list", "verify"):
        raise DetenteError(f"models {action!r}: expected list or verify")
    bad = []
    for card in load_manifest():
        put(f"{card.name} {card.version}: {card.task} ({card.licence}; {card.origin})")
        for file in card.files:
            if action == "verify":
                found = state(file)
                bad += [file.file] if found != "ok" else []
                put(f"  {found:8} {file.file}")
            else:
                put(f"  {file.file} {file.sha256[:12]}")
    if bad:
        raise ModelError(
            f"{len(bad)} model files are missing or changed: {', '.join(bad)}; reinstall detente"
        )
