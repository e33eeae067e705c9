"""Train the reading model and export it: int8 ONNX encoder, heads as a NumPy archive.

usage: train_reader.py --data FOLDER --base FOLDER --out FOLDER [--epochs N] [--seed N] [--dev FILE]

--data   folder with train_real.jsonl and train_own.jsonl (labels as docs/models.md says)
--corpora folder with the texts to which training/labels belong; without it they are left out
--base   folder with MiniLM-L6 (config.json, model.safetensors, tokenizer.json)
--dev    a file to print figures on after every few epochs (never trained on)
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import math
import os
import pathlib
import random
import time
import zlib

import numpy as np
import torch
from reader_model import TYPES, ReaderModel, load_state
from reading_data import (
    blend,
    label_texts,
    load_items,
    load_labels,
    make_example,
    make_soft_example,
)
from torch import distributed, multiprocessing

from detente.events.encoding import OPENING, load_tokenizer

MASK = 103
torch.set_num_threads(1)


def batches(examples, size, rng, given=0.0):
    """Return batches of similar length in random order.

    In a share `given` of the sentences with events one pair is marked and nothing else, as when a
    caller gives the pair.
    """
    examples = [rng.choice(e.given) if e.given and rng.random() < given else e for e in examples]
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
        for g, k, tokens, *facts, source in e.events:
            events.append((base + g, k, tokens, facts, source))
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
    ids, marker = c["ids"], torch.isin(c["ids"], torch.tensor(OPENING))
    inside = (marker.long().cumsum(1) - (c["ids"] == 6).long().cumsum(1)) > 0
    number = marker.long().cumsum(1)
    hidden = torch.rand(ids.shape[0], int(number.max()) + 1) < share
    chosen = hidden.gather(1, number) & inside & ~marker
    c["ids"] = torch.where(chosen, torch.full_like(ids, MASK), ids)


def forward(model, c):
    r = c["rows"]
    return model(c["ids"], c["mask"], c["word"], r[:, 0], r[:, 2], r[:, 3], r[:, 4], r[:, 5])


def loss_of(model, c, smoothing=0.02):
    scores, hidden, logits, values, keys = forward(model, c)
    sentence, groups, labels = c["rows"][:, 0], c["rows"][:, 1], c["labels"]
    pooled = pool(scores, groups, len(labels))
    target = labels * (1 - smoothing) + smoothing / 2 * 0.2
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    loss = bce(pooled, target, reduction="sum") / max(len(labels), 1)
    if not c["events"]:
        return loss
    members = collections.defaultdict(list)
    for p, g in enumerate(groups.tolist()):
        members[g].append(p)
    flat = scores.detach()
    where = [max(members[g], key=lambda q: flat[q, k].item()) for g, k, *_ in c["events"]]
    kinds = [k for _, k, *_ in c["events"]]
    rows = logits[where, kinds]
    spoken = [(n, tokens) for n, (_, _, tokens, *_) in enumerate(c["events"]) if tokens]
    if spoken:
        logs = rows.log_softmax(-1)
        loss = loss - 0.3 * torch.stack([logs[n, t].logsumexp(0) for n, t in spoken]).mean()
    told = torch.tensor([float(c["symmetric"][g, k]) for g, k, *_ in c["events"]])
    loss = loss + 0.3 * bce(model.symmetry(hidden[where, kinds]), told)
    facts = torch.tensor([facts for *_, facts, _ in c["events"]])
    polarity, certainty, when, kind = model.facts(rows, values[sentence[where]])
    ce = torch.nn.functional.cross_entropy
    fact = (bce(polarity, facts[:, 0].float()) + ce(certainty, facts[:, 1])
            + bce(when, facts[:, 2].float()) + 0.5 * ce(kind, facts[:, 3]))  # fmt: skip
    loss = loss + 0.2 * fact
    known = [n for n, (*_, source) in enumerate(c["events"]) if source is not None]
    if known:
        of = sentence[where][known]
        told = model.told_by(rows[known], values[of], keys[of], c["word"][of]).log_softmax(-1)
        length = c["ids"].shape[1]
        right = [
            told[m, [t if t >= 0 else length - 1 - t for t in c["events"][n][-1]]].logsumexp(0)
            for m, n in enumerate(known)
        ]
        loss = loss - 0.3 * torch.stack(right).mean()
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
        scores, hidden, *_ = forward(model, c)
        sym = model.symmetry(hidden)
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


class Weights:
    """Full-precision copies of what is trained, and their running average, which is what is kept.

    The encoder itself computes in bfloat16; steps are taken on the copies.
    """

    def __init__(self, model, decay=0.99):
        self.decay = decay
        self.live = {n: p for n, p in model.named_parameters() if p.requires_grad}
        self.master = {n: p.detach().float().clone().requires_grad_() for n, p in self.live.items()}
        self.average = {n: p.detach().clone() for n, p in self.master.items()}
        self.steps = 0

    def gather(self):
        """Take the gradients over, averaged over the processes that train together."""
        for n, p in self.live.items():
            grad = torch.zeros_like(p) if p.grad is None else p.grad
            self.master[n].grad = grad.float()
            p.grad = None
        if distributed.is_initialized():
            flat = torch.cat([w.grad.flatten() for w in self.master.values()])
            distributed.all_reduce(flat)
            flat /= distributed.get_world_size()
            sizes = [w.numel() for w in self.master.values()]
            for w, part in zip(self.master.values(), flat.split(sizes), strict=True):
                w.grad.copy_(part.view_as(w))

    @torch.no_grad()
    def scatter(self):
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for n, p in self.live.items():
            p.copy_(self.master[n])
            self.average[n].lerp_(self.master[n], 1 - decay)

    @contextlib.contextmanager
    def averaged(self):
        """Run with the averaged weights in the model."""
        with torch.no_grad():
            for n, p in self.live.items():
                p.copy_(self.average[n])
        yield
        with torch.no_grad():
            for n, p in self.live.items():
                p.copy_(self.master[n])


def make_optimiser(weights, lr):
    """Return AdamW over the full-precision copies; heads learn ten times as fast as the encoder."""
    encoder = [w for n, w in weights.master.items() if n.startswith("encoder")]
    heads = [w for n, w in weights.master.items() if not n.startswith("encoder")]
    return torch.optim.AdamW(
        [{"params": encoder, "lr": lr}, {"params": heads, "lr": 10 * lr}], weight_decay=0.01
    )


def train(
    model, examples, *, epochs, seed, size=16, lr=6e-5, mask=0.0, given=0.0, watch=None, keep=None
):
    """Train the model; `watch` and `keep` are called on the averaged weights."""
    rng = random.Random(seed)
    model.encoder.to(torch.bfloat16)
    weights = Weights(model)
    optimiser = make_optimiser(weights, lr)
    steps = epochs * math.ceil(len(examples) / size)
    warm = steps // 15
    scale = lambda s: min(1.0, s / max(warm, 1)) * max(0.02, 1 - s / steps)  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, scale)
    for epoch in range(epochs):
        model.train()
        start, total, count = time.time(), 0.0, 0
        for batch in batches(examples, size, rng, given):
            if distributed.is_initialized():
                batch = batch[distributed.get_rank() :: distributed.get_world_size()]
            c = collate(batch or examples[:1])
            if mask:
                mask_mentions(c, mask)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(model, c)
            loss.backward()
            weights.gather()
            torch.nn.utils.clip_grad_norm_(weights.master.values(), 1.0)
            optimiser.step()
            weights.scatter()
            schedule.step()
            total, count = total + loss.item(), count + 1
        if distributed.is_initialized() and distributed.get_rank():
            continue
        print(f"epoch {epoch + 1} loss {total / count:.4f} {time.time() - start:.0f} s", flush=True)
        with weights.averaged():
            if keep:
                keep({**model.state_dict(), **weights.average})
            if watch and (epoch % 3 == 2 or epoch == epochs - 1):
                watch()


def load_all(data, corpora, without=()):
    """Return all labelled sentences; those whose texts stand in `corpora` only where it is given.

    `without` names files of our own sentences to leave out (`own_5`).
    """
    labels = pathlib.Path(__file__).parent / "labels"
    items = load_items([pathlib.Path(data) / f"train_{name}.jsonl" for name in ("real", "own")])
    items += load_items(p for p in sorted(labels.glob("own_*.jsonl")) if p.stem not in without)
    for path in sorted(labels.glob("news_*.jsonl")):
        items += load_labels(path, None) if path.stem not in without else []
    if corpora:
        for path in sorted(labels.glob("real_*.jsonl")):
            items += load_labels(path, corpora)
    return items


def is_held_out(item_id: str, share: float) -> bool:
    """Whether a sentence is kept from training: by its id, so that every run leaves out the same."""
    return zlib.crc32(item_id.encode()) % 1000 < 1000 * share


def main():
    a = arguments()
    if a.processes == 1:
        run(0, a)
    else:  # two threads of one process are no faster than one, two processes are
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", "29511")
        multiprocessing.spawn(run, args=(a,), nprocs=a.processes)


def arguments():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", required=True)
    ap.add_argument("--corpora", help="folder with the texts of training/labels/*.jsonl")
    ap.add_argument("--without", nargs="*", default=[], help="label files to leave out: own_5")
    ap.add_argument("--base", required=True)
    ap.add_argument("--tokenizer", help="MiniLM's tokenizer.json, when the base has another")
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=14)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument(
        "--mask",
        type=float,
        default=0.0,
        help="share of mentions whose words are hidden in training",
    )
    ap.add_argument("--soft", help="what a teacher sees in further sentences (soften.py)")
    ap.add_argument(
        "--blend",
        type=float,
        default=0.0,
        help="share of what the teacher sees in labelled sentences, beside their labels",
    )
    ap.add_argument("--start", help="folder with a reader.pt to go on from")
    ap.add_argument(
        "--keep-start",
        type=float,
        default=0.0,
        help="share of the weights of --start in what is kept",
    )
    ap.add_argument("--frozen", type=int, default=0, help="lower encoder layers left as they are")
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--lr", type=float, default=6e-5)
    ap.add_argument(
        "--given",
        type=float,
        default=0.0,
        help="share of sentences in which one pair alone is marked",
    )
    ap.add_argument("--dev")
    ap.add_argument(
        "--held-out",
        type=float,
        default=0.0,
        help="share of the training data kept for the threshold",
    )
    ap.add_argument("--processes", type=int, default=1)
    return ap.parse_args()


def run(rank, a):
    """Train in one process, or as one of several that share the steps."""
    if a.processes > 1:
        distributed.init_process_group("gloo", rank=rank, world_size=a.processes)
    torch.manual_seed(a.seed)
    out = pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(a.tokenizer or str(pathlib.Path(a.base) / "tokenizer.json"))
    items = load_all(a.data, a.corpora, a.without)
    kept = [i for i in items if not is_held_out(i["id"], a.held_out)]
    held = [
        make_example(tokenizer, i, training=False)
        for i in items
        if is_held_out(i["id"], a.held_out)
    ]
    examples = [
        e for e in (make_example(tokenizer, i, training=True) for i in kept) if len(e.pairs)
    ]
    random.Random(a.seed).shuffle(examples)
    if a.soft:
        rows = load_items([a.soft])
        seen = {row["id"]: row for row in rows}
        for example in examples:
            if example.item["id"] in seen:
                blend(example, seen[example.item["id"]]["acts"], a.blend)
        known = {example.item["id"] for example in examples} | {i["id"] for i in items}
        soft = label_texts([row for row in rows if row["id"] not in known], a.corpora)
        examples += [make_soft_example(tokenizer, item) for item in soft]
    lost = sum(e.lost for e in examples)
    dev = [make_example(tokenizer, i, training=False) for i in load_items([a.dev])] if a.dev else []
    print(
        f"{len(examples)} sentences with candidate pairs, {sum(len(e.codes) for e in examples)} pairs, "
        f"{sum(len(e.item['events']) for e in examples)} events, {lost} lost; dev lost {sum(e.lost for e in dev)}",
        flush=True,
    )
    model = ReaderModel(a.base, frozen_layers=a.frozen)
    start = {}
    if a.start:
        start = load_state(model, pathlib.Path(a.start) / "reader.pt")

    def watch():
        for name, part in (("held out", held), ("dev", dev)):
            if part:
                predictions = predict(model, part)
                for threshold in (0.2, 0.3, 0.4, 0.5):
                    print(name, threshold, figures(part, predictions, threshold), flush=True)

    def keep(state):
        # weights between those before and after a further step of training hold on to what was known
        # before (Wortsman et al. 2022, Robust fine-tuning of zero-shot models)
        if a.keep_start:
            state = {n: w.float().lerp(start[n].float(), a.keep_start) for n, w in state.items()}
        torch.save(state, out / "reader.pt")

    torch.manual_seed(a.seed + rank)
    train(model, examples, epochs=a.epochs, seed=a.seed, size=a.batch, lr=a.lr, mask=a.mask, given=a.given,
          watch=watch, keep=keep)  # fmt: skip
    (out / "training.json").write_text(
        json.dumps({"sentences": len(examples), "epochs": a.epochs, "seed": a.seed})
    )


if __name__ == "__main__":
    main()
