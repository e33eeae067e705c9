"""Tables between the record and the measures: what `relations` reads, made from developments."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from detente.actors.gazetteer import load_gazetteer


def names_of_codes() -> Mapping[str, str]:
    """Return the name of every code."""
    return load_gazetteer().names


def relation_table(developments: pl.DataFrame) -> pl.DataFrame:
    """Return the table that `relation` and `balance` read, from `Record.developments_frame`.

    One row a development; `label` is a few words for charts.
    """
    names = names_of_codes()

    def label(row: Mapping[str, object]) -> str:
        actor = names.get(str(row["actor"]), str(row["actor"]))
        recipient = names.get(str(row["recipient"]), str(row["recipient"]))
        joint = "and" if row["symmetric"] else "to"
        act = str(row["event_type"]).lower()
        mode = f" ({str(row['mode']).lower()})" if row["mode"] else ""
        return f"{actor} {joint} {recipient}: {act}{mode}"

    labels = [label(row) for row in developments.iter_rows(named=True)]
    return developments.select(
        "development_id", "actor", "recipient", "symmetric", "event_type", "quad", "score",
        "goldstein", "earliest", "latest", pl.col("first_published_at").cast(pl.Date).alias("first_reported"),
        "happened", "background", pl.col("credence_mean").alias("credence"), "n_reports",
    ).with_columns(pl.Series("label", labels, dtype=pl.String))  # fmt: skip
