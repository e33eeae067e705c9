"""Steps that bring an older record to the schema of today, one function a version.

`STEPS[n]` takes an open connection to a record of schema `n` and leaves one of schema `n + 1`. All
steps run in one transaction, so a record is either of the old version or of the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, update

from detente.store.schema import SCHEMA_VERSION, bands, meta, standings, story_states

Step = Callable[[Connection], None]


def _add_standings(connection: Connection) -> None:
    """Schema 2: the reliability of outlets can be learned and set."""
    standings.create(connection, checkfirst=False)


def _add_bands(connection: Connection) -> None:
    """Schema 3: reprints and stories are found without going over the whole record.

    Signatures were not kept before: the next reading makes them.
    """
    bands.create(connection, checkfirst=False)
    story_states.create(connection, checkfirst=False)


def _forget_story_states(connection: Connection) -> None:
    """Schema 4: states of the stories are packed another way; the next reading makes them anew."""
    connection.execute(delete(story_states))


STEPS: Mapping[int, Step] = {1: _add_standings, 2: _add_bands, 3: _forget_story_states}


def migrate(
    connection: Connection,
    *,
    found: int,
    steps: Mapping[int, Step] = STEPS,
    wanted: int = SCHEMA_VERSION,
) -> None:
    """Bring a record of schema `found` to schema `wanted`; KeyError when a step is missing."""
    for version in range(found, wanted):
        steps[version](connection)
    connection.execute(update(meta).where(meta.c.key == "schema_version").values(value=str(wanted)))
