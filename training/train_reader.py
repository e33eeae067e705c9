"""Train the reading model and export it: int8 ONNX encoder, heads as a NumPy archive.

usage: train_reader.py --data FOLDER --base FOLDER --out FOLDER [--epochs N] [--seed N] [--dev FILE]

--data   folder with train_real.jsonl and train_own.jsonl (labels as docs/models.md says)
--corpora folder with the texts to which training/labels belong; without it they are left out
--base   folder with MiniLM-L6 (config.json, model.safetensors, tokenizer.json)
--dev    a file to print figures on after every few epochs (never trained on)
"""

from __future__ import annotations

import argparse
import json
import math
import pathlib
import random
import time

import numpy as np
import torch
from reader_model import TYPES, ReaderModel
from reading_data import load_items, load_labels, make_example

from detente.events.encoding import load_tokenizer

MASK = 103
torch.set_num_threads(1)


def batches(examples, size, rng):
    """Return batches of similar length in random order."""
    order = sorted(
        range(len(examples)), key=lambda i: len(examples[i].encoded.ids) + rng.random() * 8
    )
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    return [[examples[i] for i in chunk] for chunk in chunks]


def collate(batch):
    """Pad a batch; groups (actor pairs) are numbered through it."""
    length = max(len(e.encoded.ids) for e in batch)
    ids, mask = np.zeros((len(batch), length), np.int64), np.zeros((len(batch), length), np.int64)
    word = np.zeros((len(batch), length), bool)
    rows, labels, symmetric, events, base = [], [], [], [], 0
    for n, e in enumerate(batch):
        t = len(e.encoded.ids)
        ids[n, :t], mask[n, :t], word[n, :t] = e.encoded.ids, 1, e.encoded.is_word
        for g, *slots in e.pairs:
            rows.append((n, base + g, *slots))
        for g, k, tokens, *facts in e.events:
            events.append((base + g, k, tokens, facts))
        labels.append(e.labels)
        symmetric.append(e.symmetric)
        base += len(e.codes)
    rows = torch.from_numpy(np.array(rows, np.int64).reshape(-1, 6))
    return {"ids": torch.from_numpy(ids), "mask": torch.from_numpy(mask), "word": torch.from_numpy(word), "rows": rows,
                "labels": torch.from_numpy(np.concatenate(labels)), "symmetric": torch.from_numpy(np.concatenate(symmetric)), "events": events}  # fmt: skip


def pool(scores, groups, n):
    """Pool slot pairs into actor pairs by log-sum-exp."""
    out = torch.zeros(n, scores.shape[1]).index_add(0, groups, scores.clamp(max=30).exp())
    return (out + 1e-9).log()


def mask_mentions(c, share):
    """Hide the words of some mentions, so that the act is learnt and not the names."""
    ids, marker = c["ids"], (c["ids"] >= 2) & (c["ids"] <= 5)
    inside = (marker.long().cumsum(1) - (c["ids"] == 6).long().cumsum(1)) > 0
    number = marker.long().cumsum(1)
    hidden = torch.rand(ids.shape[0], int(number.max()) + 1) < share
    chosen = hidden.gather(1, number) & inside & ~marker
    c["ids"] = torch.where(chosen, torch.full_like(ids, MASK), ids)


def forward(model, c):
    r = c["rows"]
    return model(c["ids"], c["mask"], c["word"], r[:, 0], r[:, 2], r[:, 3], r[:, 4], r[:, 5])


def loss_of(model, c, smoothing=0.02):
    scores, sym, logits, f = forward(model, c)
    groups, labels = c["rows"][:, 1], c["labels"]
    pooled = pool(scores, groups, len(labels))
    target = labels * (1 - smoothing) + smoothing / 2 * 0.2
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        pooled, target, reduction="sum"
    ) / max(len(labels), 1)
    if c["events"]:
        trig, fact, symm = [], [], []
        best = {}
        for p, g in enumerate(groups.tolist()):
            best.setdefault(g, []).append(p)
        polarity, certainty, when, kind = model.facts(f)
        ce = torch.nn.functional.cross_entropy
        bce = torch.nn.functional.binary_cross_entropy_with_logits
        for g, k, tokens, (pol, cer, tim, knd) in c["events"]:
            ps = best[g]
            p = max(ps, key=lambda q: scores[q, k].item())
            if tokens:
                trig.append(-(logits[p, k].log_softmax(-1)[tokens].logsumexp(0)))
            symm.append(bce(sym[p, k], c["symmetric"][g, k].float()))
            fact.append(bce(polarity[p, k], torch.tensor(float(pol))) + ce(certainty[p, k], torch.tensor(cer))
                        + bce(when[p, k], torch.tensor(float(tim))) + 0.5 * ce(kind[p, k], torch.tensor(knd)))  # fmt: skip
        for part, weight in ((trig, 0.3), (fact, 0.2), (symm, 0.3)):
            if part:
                loss = loss + weight * torch.stack(part).mean()
    return loss


@torch.no_grad()
def predict(model, examples, size=16):
    """Return for every example the pooled probabilities [G,K] and symmetric probabilities."""
    model.eval()
    out = []
    for i in range(0, len(examples), size):
        batch = examples[i : i + size]
        c = collate(batch)
        if not len(c["rows"]):
            out.extend((np.zeros((0, len(TYPES))),) * 2 for _ in batch)
            continue
        scores, sym, _, _ = forward(model, c)
        n = len(c["labels"])
        pooled = pool(scores, c["rows"][:, 1], n).sigmoid().numpy()
        symp = (
            torch.full((n, scores.shape[1]), -1e4)
            .index_reduce(0, c["rows"][:, 1], sym, "amax")
            .sigmoid()
            .numpy()
        )
        at = 0
        for e in batch:
            out.append((pooled[at : at + len(e.codes)], symp[at : at + len(e.codes)]))
            at += len(e.codes)
    return out


def decode(example, probs, syms, threshold):
    """Return events (actor, recipient, symmetric, type) above the threshold."""
    index = {pair: g for g, pair in enumerate(example.codes)}
    events = []
    for (a, b), g in index.items():
        h = index.get((b, a))
        for k, name in enumerate(TYPES):
            p, q = probs[g, k], probs[h, k] if h is not None else 0.0
            s = (syms[g, k] + (syms[h, k] if h is not None else syms[g, k])) / 2
            if s > 0.5:
                if a < b and max(p, q) > threshold:
                    events.append((a, b, True, name, max(p, q)))
            elif p > threshold:
                events.append((a, b, False, name, p))
    return events


def figures(examples, predictions, threshold):
    """Return pair and type F1 and false alarm by the rules of the scorer (micro, greedy)."""
    tp, tt, n_pred, n_gold, empty, alarms = 0, 0, 0, 0, 0, 0
    for e, (probs, syms) in zip(examples, predictions, strict=True):
        got = decode(e, probs, syms, threshold)
        gold = [
            (x["actor"]["code"], x["recipient"]["code"], x["symmetric"], x["event_type"])
            for x in e.item["events"]
        ]
        n_pred += len(got)
        n_gold += len(gold)
        if not gold:
            empty += 1
            alarms += bool(got)
        for typed in (True, False):
            left = list(got)
            for a, b, s, t in gold:
                hit = next(
                    (
                        x
                        for x in left
                        if (not typed or x[3] == t)
                        and ((x[0], x[1]) == (a, b) or (s and (x[1], x[0]) == (a, b)))
                    ),
                    None,
                )
                if hit:
                    left.remove(hit)
                    tt, tp = (tt + 1, tp) if typed else (tt, tp + 1)
    f = lambda x: round(2 * x / max(n_pred + n_gold, 1), 3)  # noqa: E731
    return {
        "pair": f(tp),
        "type": f(tt),
        "p": round(tp / max(n_pred, 1), 3),
        "r": round(tp / max(n_gold, 1), 3),
        "alarm": round(alarms / max(empty, 1), 3),
    }


def train(
    model,
    examples,
    *,
    epochs,
    seed,
    size=16,
    lr=6e-5,
    head_lr=6e-4,
    mask=0.0,
    watch=None,
    autocast=True,
):
    rng = random.Random(seed)
    encoder = [
        p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad
    ]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": lr}, {"params": heads, "lr": head_lr}], weight_decay=0.01
    )
    steps = epochs * math.ceil(len(examples) / size)
    warm = steps // 15
    scale = lambda s: min(1.0, s / max(warm, 1)) * max(0.02, 1 - s / steps)  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, scale)
    for epoch in range(epochs):
        model.train()
        start, total, count = time.time(), 0.0, 0
        for batch in batches(examples, size, rng):
            c = collate(batch)
            if not len(c["rows"]):
                continue
            if mask:
                mask_mentions(c, mask)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
                loss = loss_of(model, c)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(f"epoch {epoch + 1} loss {total / count:.4f} {time.time() - start:.0f} s", flush=True)
        if watch and (epoch % 3 == 2 or epoch == epochs - 1):
            watch()


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", required=True)
    ap.add_argument("--corpora", help="folder with the texts of training/labels/*.jsonl")
    ap.add_argument("--base", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=14)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument(
        "--mask",
        type=float,
        default=0.0,
        help="share of mentions whose words are hidden in training",
    )
    ap.add_argument("--dev")
    ap.add_argument(
        "--held-out",
        type=float,
        default=0.0,
        help="share of the training data kept for the threshold",
    )
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    out = pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(str(pathlib.Path(a.base) / "tokenizer.json"))
    items = load_items(
        [pathlib.Path(a.data) / "train_real.jsonl", pathlib.Path(a.data) / "train_own.jsonl"]
    )
    if a.corpora:
        for labels in sorted((pathlib.Path(__file__).parent / "labels").glob("*.jsonl")):
            items += load_labels(labels, a.corpora)
    random.Random(a.seed).shuffle(items)
    n_held = int(len(items) * a.held_out)
    held = [make_example(tokenizer, i, training=False) for i in items[:n_held]]
    examples = [
        e
        for e in (make_example(tokenizer, i, training=True) for i in items[n_held:])
        if len(e.pairs)
    ]
    lost = sum(e.lost for e in examples)
    dev = [make_example(tokenizer, i, training=False) for i in load_items([a.dev])] if a.dev else []
    print(
        f"{len(examples)} sentences with candidate pairs, {sum(len(e.codes) for e in examples)} pairs, "
        f"{sum(len(e.item['events']) for e in examples)} events, {lost} lost; dev lost {sum(e.lost for e in dev)}",
        flush=True,
    )
    model = ReaderModel(a.base)

    def watch():
        for name, part in (("held out", held), ("dev", dev)):
            if part:
                predictions = predict(model, part)
                for threshold in (0.2, 0.3, 0.4, 0.5):
                    print(name, threshold, figures(part, predictions, threshold), flush=True)

    train(model, examples, epochs=a.epochs, seed=a.seed, mask=a.mask, watch=watch)
    torch.save(model.state_dict(), out / "reader.pt")
    (out / "training.json").write_text(
        json.dumps({"sentences": len(examples), "epochs": a.epochs, "seed": a.seed})
    )


if __name__ == "__main__":
    main()
