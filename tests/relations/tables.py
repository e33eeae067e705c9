"""Small tables of developments for the tests."""

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

SCHEMA = {
    "development_id": pl.String,
    "actor": pl.String,
    "recipient": pl.String,
    "symmetric": pl.Boolean,
    "event_type": pl.String,
    "quad": pl.String,
    "score": pl.Float64,
    "goldstein": pl.Float64,
    "earliest": pl.Date,
    "latest": pl.Date,
    "first_reported": pl.Date,
    "happened": pl.Boolean,
    "background": pl.Boolean,
    "credence": pl.Float64,
    "n_reports": pl.Int64,
    "label": pl.String,
}


def row(key: str, actor: str, recipient: str, day: dt.date, score: float, **other: Any) -> dict:
    """One development, believed and dated unless told otherwise."""
    return {
        "development_id": key,
        "actor": actor,
        "recipient": recipient,
        "symmetric": False,
        "event_type": "SUPPORT" if score > 0 else "ACCUSE",
        "quad": "verbal_cooperation" if score > 0 else "verbal_conflict",
        "score": score,
        "goldstein": score,
        "earliest": day,
        "latest": day,
        "first_reported": day,
        "happened": True,
        "background": False,
        "credence": 1.0,
        "n_reports": 1,
        "label": f"act {key}",
    } | other


def table(rows: list[dict]) -> pl.DataFrame:
    """The rows as a table with the columns that the record has."""
    return pl.DataFrame(rows, schema=SCHEMA)


def many(n: int, *, actors: int = 40, days: int = 1500, seed: int = 7) -> pl.DataFrame:
    """A large table of random developments between invented states."""
    rng = np.random.default_rng(seed)
    first = rng.integers(0, actors, n)
    second = (first + rng.integers(1, actors, n)) % actors
    names = np.array([f"S{k:02d}" for k in range(actors)])
    day = pl.Series(rng.integers(18_000, 18_000 + days, n), dtype=pl.Int32).cast(pl.Date)
    score = np.clip(rng.normal(1, 4, n), -10, 10)
    return pl.DataFrame(
        {
            "development_id": [f"d{k}" for k in range(n)],
            "actor": names[first],
            "recipient": names[second],
            "symmetric": rng.random(n) < 0.2,
            "event_type": "SUPPORT",
            "quad": "verbal_cooperation",
            "score": score,
            "goldstein": score,
            "earliest": day,
            "latest": day,
            "first_reported": day,
            "happened": True,
            "background": False,
            "credence": 0.8,
            "n_reports": 1,
            "label": "an act",
        }
    )
