"""Train the network that says whether two event words name one act, and export it.

usage: train_same_act.py --data FOLDER [--measured DOCS EVENTS] --out src/detente/models

--data      folder with ecbplus_train_docs.jsonl and ecbplus_train_events.jsonl (ECB+, CC BY 3.0)
--measured  documents and events on which figures are printed at the end (never trained on)

The threshold is the one that is best in five parts by topic (the scorer's CoNLL mean is approximated by
B-cubed, which needs no matching of groups). Run it again whenever the reader changes: it reads the reader's states.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import pathlib

import numpy as np
import torch
from export_reader import write_manifest

from detente.developments import mentions, same_act
from detente.parse.sentences import split_sentences
from detente.records import Annotation, Article, Span

HIDDEN, EPOCHS, BATCH, RATE = 24, 30, 2048, 3e-3
SEEDS = (1, 2, 3, 4)  # networks whose probabilities are averaged
torch.set_num_threads(1)


def load(docs: pathlib.Path, events: pathlib.Path) -> dict[str, tuple[list, list[str]]]:
    """Return for each story its articles, and the chain of each trigger in their order."""
    of_doc = collections.defaultdict(list)
    for line in events.open(encoding="utf8"):
        row = json.loads(line)
        of_doc[row["doc"]].append(row)
    stories = collections.defaultdict(lambda: ([], []))
    for line in docs.open(encoding="utf8"):
        doc = json.loads(line)
        text, at = "", {}
        for number, tokens in doc["sentences"].items():
            for k, token in enumerate(tokens):
                at[int(number), k] = (len(text), len(text) + len(token))
                text += token + " "
            text += "\n"
        triggers, chains = [], []
        for row in of_doc[doc["id"]]:
            spans = [at.get((row["sentence"], t)) for t in row["tokens"]]
            if all(spans):
                triggers.append(Span(spans[0][0], spans[-1][1]))
                chains.append(row["chain"])
        article = Article(doc["id"], text, triggers=tuple(triggers))
        sentences = tuple(split_sentences(text, article_key=doc["id"]))
        stories[doc["story"]][0].append(Annotation(article, "report", sentences))
        stories[doc["story"]][1].extend(chains)
    return {name: story for name, story in sorted(stories.items()) if story[1]}


def topic_of(story: str) -> str:
    return story.removesuffix("plus").removesuffix("ecb")


def pairs(words, chains):
    """Return the features and labels of all pairs of one story."""
    everything = same_act.features(words, slice(0, len(words)))
    a, b = np.triu_indices(len(words), 1)
    chains = np.array(chains)
    return everything[a, b], (chains[a] == chains[b]).astype(np.float32)


def train(x, y, seed):
    torch.manual_seed(seed)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    net = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.GELU(approximate="tanh"),
        torch.nn.Dropout(0.1), torch.nn.Linear(HIDDEN, 1),
    )  # fmt: skip
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-3)
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        for rows in torch.randperm(len(x)).split(BATCH):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x[rows])[:, 0], y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


def matrix(nets, words, mean, deviation):
    x = torch.from_numpy((same_act.features(words, slice(0, len(words))) - mean) / deviation)
    with torch.no_grad():
        found = np.mean([torch.sigmoid(net(x)[..., 0]).numpy() for net in nets], 0)
    return (found + found.T) / 2


def b_cubed(stories, matrices, threshold):
    """Return the B-cubed F1 of average linkage at a threshold, over all words."""
    precision = recall = count = 0.0
    for (_, chains), likely in zip(stories, matrices, strict=True):
        for group in mentions.linked(likely, threshold):
            held = collections.Counter(chains[n] for n in group)
            for n in group:
                same = held[chains[n]]
                precision += same / len(group)
                recall += same / chains.count(chains[n])
                count += 1
    p, r = precision / count, recall / count
    return 2 * p * r / (p + r)


def _centred(word, centre):
    return dataclasses.replace(word, states=same_act.centred(word.states, centre))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", required=True)
    ap.add_argument("--measured", nargs=2)
    ap.add_argument("--out", required=True)
    ap.add_argument("--version", default="1")
    a = ap.parse_args()
    data = pathlib.Path(a.data)
    stories = load(data / "ecbplus_train_docs.jsonl", data / "ecbplus_train_events.jsonl")
    raw = {name: same_act.describe(articles) for name, (articles, _) in stories.items()}
    everyone = [word for words in raw.values() for word in words]
    centre = {s: np.mean([w.states[s] for w in everyone], 0) for s in same_act.STATES}
    words = {name: [_centred(w, centre) for w in found] for name, found in raw.items()}
    examples = {name: pairs(words[name], stories[name][1]) for name in stories}
    x = np.concatenate([x for x, _ in examples.values()])
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    scaled = {name: ((x - mean) / deviation, y) for name, (x, y) in examples.items()}
    topics = sorted({topic_of(name) for name in stories})
    part = {topic: n % 5 for n, topic in enumerate(topics)}
    matrices = {}
    for fold in range(5):
        kept = [n for n in stories if part[topic_of(n)] != fold]
        some = [np.concatenate([scaled[n][i] for n in kept]) for i in (0, 1)]
        nets = [train(*some, seed=seed) for seed in SEEDS[:2]]
        for name in stories:
            if part[topic_of(name)] == fold:
                matrices[name] = matrix(nets, words[name], mean, deviation)
    held = [(words[n], stories[n][1]) for n in stories]
    figures = {t: b_cubed(held, [matrices[n] for n in stories], t) for t in np.arange(0.3, 0.61, 0.05)}  # fmt: skip
    threshold = max(figures, key=figures.get)
    print("in five parts, B-cubed:", {round(float(t), 2): round(f, 4) for t, f in figures.items()})
    everything = [np.concatenate([scaled[n][i] for n in stories]) for i in (0, 1)]
    nets = [train(*everything, seed=seed) for seed in SEEDS]
    folder = pathlib.Path(a.out) / "same_act"
    folder.mkdir(parents=True, exist_ok=True)
    weights = {f"centre_{s}": c.astype(np.float16) for s, c in centre.items()}
    np.savez_compressed(
        folder / "weights.npz", mean=mean, deviation=deviation, threshold=np.float32(threshold),
        hidden=np.stack([n[0].weight.detach().numpy() for n in nets]),
        hidden_bias=np.stack([n[0].bias.detach().numpy() for n in nets]),
        out=np.stack([n[3].weight.detach().numpy()[0] for n in nets]),
        out_bias=np.stack([n[3].bias.detach().numpy() for n in nets]), **weights,
    )  # fmt: skip
    write_manifest(pathlib.Path(a.out), "same_act", a.version)
    if a.measured:
        measured = load(*map(pathlib.Path, a.measured))
        described = {n: same_act.describe(arts, centre) for n, (arts, _) in measured.items()}
        both = [(described[n], measured[n][1]) for n in measured]
        found = [matrix(nets, described[n], mean, deviation) for n in measured]
        print("measured, B-cubed:", round(b_cubed(both, found, threshold), 4))


if __name__ == "__main__":
    main()
