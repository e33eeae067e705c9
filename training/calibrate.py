"""Fit the confidence of acts to how often they are right, on sentences kept from training.

usage: calibrate.py --data FOLDER --corpora FOLDER [--held-out SHARE]

Runs the exported reader on the sentences that `train_reader.py --held-out` left out, and prints
slope and shift for `export_reader.py --calibration`, with a table of confidence against the share that
is right (actors, direction and type).
"""

from __future__ import annotations

import argparse

import numpy as np
from reading_data import focus_mentions
from train_reader import is_held_out, load_all

from detente.events.encoding import encode_sentences
from detente.events.reader import Act, _decide
from detente.events.reading_model import load_reading_model

LOWEST = 0.2


def judged(items: list[dict]) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of all acts above `LOWEST` and whether each is right."""
    model = load_reading_model()
    scores, right = [], []
    for item in items:
        article, mentions, context = focus_mentions(item)
        spoken = {m.code for m in mentions if m.end > m.start}
        mentions = [m for m in mentions if m.end > m.start or m.code not in spoken]
        if len({m.code for m in mentions}) < 2:
            continue
        one = encode_sentences(
            model.tokenizer,
            [item["text"]],
            [mentions],
            [article.focus.start],
            [context],
        )
        for act in _decide(model.read(one)[0], LOWEST, item["text"]):
            scores.append(act.confidence)
            right.append(_is_right(act, item))
    return np.array(scores), np.array(right)


def _is_right(act: Act, item: dict) -> bool:
    finding = act.finding
    pair = (finding.actor.code, finding.recipient.code)
    for event in item["events"]:
        gold = (event["actor"]["code"], event["recipient"]["code"])
        same = pair == gold or (event["symmetric"] and pair == gold[::-1])
        if same and event["event_type"] == finding.event_type:
            return True
    return False


def fit(scores: np.ndarray, right: np.ndarray, steps: int = 4000) -> tuple[float, float]:
    """Return slope and shift of a logistic regression on the log odds of the scores."""
    x = np.log(np.clip(scores, 1e-4, 1 - 1e-4) / (1 - np.clip(scores, 1e-4, 1 - 1e-4)))
    slope, shift = 1.0, 0.0
    for _ in range(steps):
        error = 1 / (1 + np.exp(-(slope * x + shift))) - right
        slope, shift = slope - 0.05 * float((error * x).mean()), shift - 0.05 * float(error.mean())
    return slope, shift


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", required=True)
    ap.add_argument("--corpora", required=True)
    ap.add_argument("--held-out", type=float, default=0.05)
    a = ap.parse_args()
    items = [i for i in load_all(a.data, a.corpora) if is_held_out(i["id"], a.held_out)]
    scores, right = judged(items)
    slope, shift = fit(scores, right)
    x = np.log(scores / (1 - np.minimum(scores, 1 - 1e-6)))
    confidence = 1 / (1 + np.exp(-(slope * x + shift)))
    for low in np.arange(0, 1, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            print(f"{low:.1f}-{low + 0.1:.1f}: {right[inside].mean():.2f} of {inside.sum()} right")
    print(f"--calibration {slope:.3f} {shift:.3f}   ({len(items)} sentences, {len(scores)} acts)")


if __name__ == "__main__":
    main()
