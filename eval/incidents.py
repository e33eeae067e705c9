"""Same verb, different incident: how often reports are merged wrongly, and how often missed.

usage: incidents.py [incidents.jsonl]

Each group's articles are read as anybody would read them and put into developments. Of the
reports whose act was read: the share of pairs of different incidents that stand in one development
(wrong merges), and of pairs of one incident that stand in two (missed merges).
"""

from __future__ import annotations

import json
import sys
from itertools import combinations
from pathlib import Path

import detente
from detente.developments.group import group_annotations
from detente.pipeline import annotate_articles
from detente.read.moments import parse_moment
from detente.records import Annotation, Article

HERE = Path(__file__).resolve().parent


def development_of(row: dict, annotation: Annotation, ids: tuple[str | None, ...]) -> str | None:
    """Return the development of the act that a report is about, None when it was not read."""
    start = -1
    for _ in range(row["occurrence"]):
        start = row["text"].index(row["trigger"], start + 1)
    end = start + len(row["trigger"])
    pair = {row["actor"], row["recipient"]}
    of_pair = [
        (event, one)
        for event, one in zip(annotation.events, ids, strict=True)
        if one and {event.actor.code, event.recipient.code} == pair
    ]
    for event, one in of_pair:
        if event.trigger.start < end and start < event.trigger.end:
            return one
    held = next(s for s in annotation.sentences if s.start <= start < s.end)
    return next((one for event, one in of_pair if event.sentence_id == held.sentence_id), None)


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "incidents.jsonl"
    groups = [json.loads(line) for line in path.open(encoding="utf8")]
    wrong = apart = missed = together = reports = unread = 0
    for group in groups:
        rows = group["articles"]
        articles = [
            Article(
                row["article_id"],
                row["text"],
                row["headline"],
                row["outlet"],
                published_at=parse_moment(row["published_at"]),
            )
            for row in rows
        ]
        annotations = list(annotate_articles(articles))
        found = [
            (row["cluster"], development_of(row, annotation, placed.development_ids))
            for row, annotation, placed in zip(
                rows, annotations, group_annotations(annotations), strict=True
            )
        ]
        reports += len(found)
        unread += sum(one is None for _, one in found)
        for (a, one), (b, other) in combinations([f for f in found if f[1]], 2):
            if a == b:
                together += 1
                missed += one != other
            else:
                apart += 1
                wrong += one == other
    result = {
        "groups": len(groups),
        "reports": reports,
        "not_read": round(unread / reports, 3),
        "wrong_merges": round(wrong / apart, 3),
        "missed_merges": round(missed / together, 3),
        "version": detente.__version__,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
