"""How well detente reads labelled text: sentences, articles, or given pairs in, figures out.

A row is one JSON object in the form of `eval/README.md`. An event is found when one stands in the same
sentence between the same two actors (either way round when it is symmetric); each event answers for one
other, those of the same type first.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import ReadError
from detente.events.coding import event_types
from detente.records import Annotation, Article, Event, Span

Row = Mapping[str, Any]
NEEDED = {
    "events": ("id", "text", "events"),
    "pairs": ("id", "text", "actor", "recipient", "event_type"),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one figure; the counts behind them."""

    precision: float
    recall: float
    f1: float
    labelled: int
    found: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set; those that its form does not have are None."""

    rows: int
    pair: Score | None = None
    quad: Score | None = None
    type: Score | None = None
    false_alarm: float | None = None  # share of sentences without an event in which one is seen
    not_happened: Score | None = None  # over the pairs found, as all below
    sourced: Score | None = None
    source_kind: float | None = None
    given_type: float | None = None  # share of given pairs with the right type


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a labelled set; raises `ReadError` naming the line that is not one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise ReadError(f"{path}: no such file; expected labelled JSON Lines") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as text ({error})") from error
    rows = [_row(path, n, line) for n, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise ReadError(f"{path}: holds no rows; expected labelled JSON Lines (eval/README.md)")
    return rows


def _row(path: Path, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"{path}:{number}: no JSON ({error.msg}); expected one object a line"
        ) from error
    keys = row.keys() if isinstance(row, dict) else set()
    form = "events" if "events" in keys else "pairs"
    missing = [key for key in NEEDED[form] if key not in keys]
    if missing:
        raise ReadError(
            f"{path}:{number}: no {', '.join(missing)}; expected rows as in eval/README.md"
        )
    return dict(row)


def to_article(row: Row) -> Article:
    """Return what is read of a row: its text, between the sentences beside it where it has some."""
    before = f"{row['prev']} " if row.get("prev") else ""
    after = f" {row['next']}" if row.get("next") else ""
    day = row.get("published_at")
    return Article(
        str(row["id"]), before + row["text"] + after, row.get("headline"), row.get("outlet"),
        published_at=dt.datetime.fromisoformat(day[:10]).replace(tzinfo=dt.UTC) if day else None,
        focus=Span(len(before), len(before) + len(row["text"])) if before or after else None,
        pairs=((Span(*row["actor"]), Span(*row["recipient"])),) if "actor" in row else (),
    )  # fmt: skip


def evaluate(rows: Sequence[Row], annotations: Iterable[Annotation]) -> Evaluation:
    """Return the figures of labelled rows and their annotations, in the same order."""
    done = list(zip(rows, annotations, strict=True))
    if "actor" in rows[0]:
        right = sum(
            _joined(found.pairs[0].event_type) == _joined(row["event_type"]) for row, found in done
        )
        return Evaluation(len(rows), given_type=round(right / len(rows), 3))
    labelled = sum(len(row["events"]) for row, _ in done)
    seen = sum(len(found.events) for _, found in done)
    matched = {
        level: [pair for row, found in done for pair in match(row["events"], found.events, level)]
        for level in ("pair", "quad", "type")
    }
    both = matched["pair"]
    empty = [bool(found.events) for row, found in done if not row["events"]]
    kinds = [(_kind(want), _kind_of(got)) for want, got in both]
    return Evaluation(
        len(rows),
        pair=_score(len(both), labelled, seen),
        quad=_score(len(matched["quad"]), labelled, seen),
        type=_score(len(matched["type"]), labelled, seen),
        false_alarm=round(sum(empty) / len(empty), 3) if empty else None,
        not_happened=_binary([(not _plain(want), not got.happened) for want, got in both]),
        sourced=_binary([(one != "author", other != "author") for one, other in kinds]),
        source_kind=round(sum(a == b for a, b in kinds) / len(kinds), 3) if kinds else None,
    )


def _joined(event_type: str) -> str:
    """Return the type, CONCEDE as RETREAT: the typer does not tell them apart (docs/models.md)."""
    return "RETREAT" if event_type == "CONCEDE" else event_type


def match(labels: Sequence[Row], events: Sequence[Event], level: str) -> list[tuple[Row, Event]]:
    """Return labels and events that answer each other, to the level of `pair`, `quad` or `type`."""
    left, free, pairs = list(labels), list(events), []
    for step in ("type", "quad", "pair")[: ("type", "quad", "pair").index(level) + 1]:
        for label in list(left):
            event = next((e for e in free if _answers(label, e, step)), None)
            if event is not None:
                pairs.append((label, event))
                left.remove(label)
                free.remove(event)
    return pairs


def _answers(label: Row, event: Event, level: str) -> bool:
    want = (label["actor"]["code"], label["recipient"]["code"])
    got = (event.actor.code, event.recipient.code)
    if want != got and not (label["symmetric"] and want == got[::-1]):
        return False
    if (
        "sentence" in label
        and not label["sentence"][0] <= event.trigger.start < label["sentence"][1]
    ):
        return False
    if level == "type":
        return bool(label["event_type"] == event.event_type)
    return level == "pair" or event_types()[label["event_type"]] == event.quad


def _plain(label: Row) -> bool:
    said = (label["polarity"], label["certainty"], label["time"])
    return said == ("positive", "certain", "past_present")


def _kind(label: Row) -> str:
    chain = label["source_chain"] if "source_chain" in label else [label["source"]]
    return str(chain[0]["kind"]) if chain else "author"


def _kind_of(event: Event) -> str:
    return event.source_chain[0].kind if event.source_chain else "author"


def _binary(cases: Iterable[tuple[bool, bool]]) -> Score:
    count = Counter(cases)
    return _score(count[True, True], count[True, True] + count[True, False], count[True, True] + count[False, True])  # fmt: skip


def _score(hits: int, labelled: int, found: int) -> Score:
    return Score(
        round(hits / found, 3) if found else 0.0,
        round(hits / labelled, 3) if labelled else 0.0,
        round(2 * hits / (labelled + found), 3) if labelled + found else 0.0,
        labelled,
        found,
    )


def say(evaluation: Evaluation) -> Iterator[str]:
    """Yield the figures as lines to read."""
    names = {
        "pair": "who does something to whom", "quad": "with the quad class", "type": "with the event type",
        "not_happened": "not plainly happened, over pairs found", "sourced": "somebody else vouches, over pairs found",
    }  # fmt: skip
    yield f"{evaluation.rows} rows"
    for key, name in names.items():
        score = getattr(evaluation, key)
        if score is not None:
            yield (
                f"{name}: F1 {score.f1:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f};"
                f" {score.labelled} labelled, {score.found} found)"
            )
    shares = {
        "source_kind": "kind of source right, over pairs found", "given_type": "type of the given pair right, CONCEDE and RETREAT as one",
        "false_alarm": "an event seen where there is none",
    }  # fmt: skip
    for key, name in shares.items():
        share = getattr(evaluation, key)
        if share is not None:
            yield f"{name}: {share:.3f}"
