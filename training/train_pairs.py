"""Train the typer of given pairs: the upper layers of the reader once more, for the codebook's own scheme.

usage: train_pairs.py --model FOLDER --base FOLDER --out FOLDER [--shared N] [--epochs N] [--dev FILE]

--model  folder with the reader's reader.pt (train_reader.py); its lower layers are shared and stay as they are
--base   folder with MiniLM-L6 (config.json, model.safetensors, tokenizer.json)
--shared how many layers are shared; `export_reader.py` must get the same number
--dev    a file to print figures on (never trained on)

Sentences: training/labels/given_*.jsonl, a line {"text", "actor": [s, e], "recipient": [s, e], "event_type"}.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import pathlib
import random
import time

import torch
from reader_model import TYPES, ReaderModel
from reading_data import encode_pair, load_items
from train_reader import Weights, batches, collate, forward, make_optimiser, mask_mentions

from detente.events.coding import event_types
from detente.events.encoding import load_tokenizer

torch.set_num_threads(1)
# CONCEDE and RETREAT are one type, YIELD, in sets of the older codebook
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
QUAD = {**{t: event_types()[t] for t in TYPES}, "YIELD": event_types()["RETREAT"]}


def type_scores(model, batch, mask=0.0):
    """Return the scores [B,K] of the first mention's act towards the second."""
    c = collate(batch)
    if mask:
        mask_mentions(c, mask)
    scores, *_ = forward(model, c)
    groups = c["rows"][:, 1].tolist()  # two a sentence: actor to recipient, and back
    return scores[[groups.index(2 * n) for n in range(len(batch))]]


def loss_of(model, batch, mask, smoothing):
    told = torch.tensor([TYPES.index(e.item["event_type"]) for e in batch])
    scores = type_scores(model, batch, mask)
    return torch.nn.functional.cross_entropy(scores, told, label_smoothing=smoothing)


@torch.no_grad()
def figures(model, examples):
    """Return accuracy and macro-F1 of the types, CONCEDE and RETREAT as one."""
    model.eval()
    right, told, gold = collections.Counter(), collections.Counter(), collections.Counter()
    pairs = []
    for at in range(0, len(examples), 16):
        batch = examples[at : at + 16]
        for e, row in zip(batch, type_scores(model, batch), strict=True):
            got, want = (YIELD.get(t, t) for t in (TYPES[int(row.argmax())], e.item["event_type"]))
            told[got] += 1
            pairs.append((got, want))
            gold[want] += 1
            right[want] += got == want
    f1 = {t: 2 * right[t] / (told[t] + gold[t]) for t in gold}
    quads = sum(QUAD[g] == QUAD[w] for g, w in pairs) / len(pairs)
    return {
        "quad": round(quads, 3),
        "accuracy": round(sum(right.values()) / len(examples), 3),
        "macro": round(sum(f1.values()) / len(f1), 3),
        **{t: round(f, 2) for t, f in sorted(f1.items(), key=lambda x: x[1])},
    }


def train(model, examples, a, watch):
    """Train in one process: the reader's loop (train_reader.py) shares its steps among several."""
    rng = random.Random(a.seed)
    model.encoder.to(torch.bfloat16)
    weights = Weights(model)
    optimiser = make_optimiser(weights, a.lr)
    steps = a.epochs * math.ceil(len(examples) / a.batch)
    scale = lambda s: min(1.0, s / (steps // 15 + 1)) * max(0.02, 1 - s / steps)  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, scale)
    for epoch in range(a.epochs):
        model.train()
        start, total = time.time(), 0.0
        for batch in batches(examples, a.batch, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(model, batch, a.mask, a.smoothing)
            loss.backward()
            weights.gather()
            torch.nn.utils.clip_grad_norm_(weights.master.values(), 1.0)
            optimiser.step()
            weights.scatter()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1} loss {total / len(examples):.4f} {time.time() - start:.0f} s", flush=True)  # fmt: skip
        if epoch % 2 == 1 or epoch == a.epochs - 1:
            with weights.averaged():
                watch()
    return {**model.state_dict(), **weights.average}


def main():
    a = arguments()
    torch.manual_seed(a.seed)
    tokenizer = load_tokenizer(str(pathlib.Path(a.base) / "tokenizer.json"))
    labels = sorted((pathlib.Path(__file__).parent / "labels").glob("given_*.jsonl"))
    examples = [encode_pair(tokenizer, item) for item in load_items(labels)]
    dev = [encode_pair(tokenizer, item) for item in load_items([a.dev])] if a.dev else []
    print(f"{len(examples)} sentences to train on, {len(dev)} to measure", flush=True)
    model = ReaderModel(a.base, frozen_layers=a.shared)
    model.load_state_dict(torch.load(pathlib.Path(a.model) / "reader.pt", weights_only=True))
    model.encoder.embeddings.requires_grad_(False)
    model.markers.requires_grad_(False)
    out = pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    state = train(model, examples, a, lambda: dev and print("dev", figures(model, dev), flush=True))
    torch.save(state, out / "typer.pt")
    (out / "training.json").write_text(json.dumps({"sentences": len(examples), **vars(a)}))


def arguments():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--model", required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--shared", type=int, default=3)
    ap.add_argument("--epochs", type=int, default=7)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--lr", type=float, default=6e-5)
    ap.add_argument("--mask", type=float, default=0.15)
    ap.add_argument("--smoothing", type=float, default=0.05)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--dev")
    return ap.parse_args()


if __name__ == "__main__":
    main()
