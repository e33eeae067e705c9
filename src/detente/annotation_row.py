"""The JSON shape of an annotation, as `detente annotate` prints it (contract)."""

from __future__ import annotations

from typing import Any

from detente.records import Annotation, Attribution, Span, to_json


def annotation_row(annotation: Annotation) -> dict[str, Any]:
    """Return one line of `detente annotate` as a dictionary."""
    text = annotation.article.text
    return {
        "article_id": annotation.article.article_id,
        "genre": annotation.genre,
        "sentences": to_json(annotation.sentences),
        "events": to_json(annotation.events),
        "attributions": [_attribution(text, one) for one in annotation.attributions],
        "pairs": to_json(annotation.pairs),
        "triggers": to_json(annotation.triggers),
        "problems": [{"stage": p.stage, "reason": p.reason} for p in annotation.problems],
    }


def _attribution(text: str, attribution: Attribution) -> dict[str, Any]:
    def span(part: Span | None) -> dict[str, Any] | None:
        if part is None:
            return None
        return {"start": part.start, "end": part.end, "text": text[part.start : part.end]}

    return {
        "source": span(attribution.source),
        "cue": span(attribution.cue),
        "content": to_json(attribution.content),
        "kind": attribution.kind,
        "stance": attribution.stance,
        "code": attribution.code,
    }
