"""`detente eval`: how well it reads text that you have labelled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.common import progress_bar, put, put_json

HELP = """Print how well detente reads a labelled set: sentences, articles or given pairs.

Example: detente eval eval/sentences.jsonl
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("eval", help=HELP)(run)


def run(
    labelled: Annotated[Path, typer.Argument(help="JSON Lines in the form of eval/README.md.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read the texts of a labelled set and print the figures."""
    from detente.cli.annotate import annotate_all
    from detente.evaluation import evaluate, read_rows, say, to_article
    from detente.records import to_json

    rows = read_rows(labelled)
    with progress_bar() as report:
        found = []
        for annotation in annotate_all(map(to_article, rows)):
            found.append(annotation)
            report("reading", len(found), len(rows))
    figures = evaluate(rows, found)
    if json:
        put_json(to_json(figures))
    else:
        put("\n".join(say(figures)))
