"""`detente reliability`: how far each outlet is believed, learned from its record or set by hand."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from detente.cli.common import (
    DEFAULT_RECORD,
    JsonOption,
    RecordOption,
    put,
    put_json,
    say,
)
from detente.errors import DetenteError

HELP = """List the outlets of the record with the reliability that credence counts with.

With --learn it is learned from what became of each outlet's claims, and all developments are
weighed again. --set gives an outlet a grade that learning leaves alone, --unset takes it back.

Example: detente reliability --learn
"""
LOOKS = {"table": "shipped table", "unknown": "unknown", "learned": "learned", "user": "set"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reliability", help=HELP)(run)


def run(
    record: RecordOption = DEFAULT_RECORD,
    learn: Annotated[bool, typer.Option("--learn", help="Learn from the record.")] = False,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OUTLET=GRADE", help="Give a grade, A to F."),
    ] = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="OUTLET", help="Take a grade back.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Set, learn, and list what holds now."""
    import detente

    opened = detente.open(record)
    for one in unset or []:
        opened.set_reliability(one, None)
    for one in given or []:
        outlet, _, grade = one.rpartition("=")
        if not outlet:
            raise DetenteError(f'--set {one!r}: expected OUTLET=GRADE, such as "Daily Star=B"')
        opened.set_reliability(outlet.strip(), grade.strip().upper())
    if learn:
        say(f"{record}: learned of {len(opened.learn_reliability())} outlets")
    rows = opened.reliability()
    if as_json:
        put_json([dataclasses.asdict(row) for row in rows])
        return
    put("outlet                          grade    r  basis          claims confirmed contradicted")
    for row in rows:
        put(
            f"{row.outlet[:30]:<30}  {row.grade:>5}  {row.mean:.2f}  {LOOKS[row.basis]:<13}"
            f"{row.claims:>8}{row.confirmed:>10}{row.contradicted:>13}"
        )
