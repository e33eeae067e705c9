"""Let a large teacher read sentences that nobody has labelled; the small reader learns from both.

usage: soften.py --model FOLDER --base FOLDER --tokenizer FILE --corpora FOLDER --without FILE... --out FILE

--model     folder with the teacher's reader.pt (made by train_reader.py with a larger base)
--base      folder of the teacher's base
--corpora   folder with the texts; only those that may train are read (docs/models.md)
--without   files with labelled sentences: they are not read again
--measured  files with sentences that measure: the articles that hold them are not read

A line of the result names article and characters of a sentence, the probability of every act that
is not negligible, and for the likely ones what the teacher says of them. No text is stored.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import pathlib
import random
import sys
from collections.abc import Iterator
from itertools import chain

import numpy as np
import torch
from reader_model import TYPES, ReaderModel, load_state
from reading_data import load_items, load_labels, load_rows, make_example, own_texts
from train_reader import collate, forward, load_all, pool

from detente.actors.mentions import find_mentions
from detente.events.encoding import load_tokenizer
from detente.events.reader import Candidate, find_candidates
from detente.parse.sentences import split_sentences
from detente.records import Article

TRAINABLE = {
    "us_state_department_2021_2022": "US Department of State",
    "presidents_2021_2022": "Kremlin",
    "wikinews_2019_2020": "Wikinews",
}
LABELS = [
    file
    for name in ("real", "news")
    for file in sorted((pathlib.Path(__file__).parent / "labels").glob(f"{name}_*.jsonl"))
]
NEGLIGIBLE, LIKELY = 0.01, 0.4


def sentences_of(
    folder: str, *, without: set[str], measured: set[str], most: int, rng: random.Random
) -> Iterator[dict]:
    """Yield sentences with two actors that are not labelled, at most `most` an article.

    Of our own articles (`training/texts`) all of them.
    """
    own = ((row, sys.maxsize) for file in own_texts() for row in load_rows(file))
    # what is nearest to newspapers counts most
    others = (
        (row, 3 * most if row["outlet"] == "Wikinews" else most) for row in _rows(folder, measured)
    )
    for row, how_many in chain(others, own):
        for item in _of_article(row, how_many, rng):
            if row["text"][item["start"] : item["end"]].strip() not in without:
                yield item


def _rows(folder: str, measured: set[str]) -> Iterator[dict]:
    for name, outlet in TRAINABLE.items():
        for row in load_rows(pathlib.Path(folder) / f"{name}.jsonl.gz"):
            if row["outlet"] == outlet and not any(text in row["text"] for text in measured):
                yield row


def _of_article(row: dict, most: int, rng: random.Random) -> Iterator[dict]:
    for candidate in _candidates(row, most, rng):
        start, end = candidate.sentence.start, candidate.sentence.end
        if 25 < end - start < 600:
            yield {"id": f"{row['article_id']}#{start}", "article_id": str(row["article_id"]),
                   "start": start, "end": end, "genre": "report", "events": []}  # fmt: skip


def _candidates(row: dict, most: int, rng: random.Random) -> list[Candidate]:
    outlet = "Kremlin press service" if row["outlet"] == "Kremlin" else row["outlet"]
    moment = dt.datetime.fromisoformat(row["published_at"][:10]).replace(tzinfo=dt.UTC)
    article = Article(str(row["article_id"]), row["text"], row["headline"], outlet,
                      published_at=moment)  # fmt: skip
    sentences = split_sentences(article.text, article_key=article.article_id)
    found = find_candidates(article, sentences, find_mentions(article, sentences))
    return rng.sample(found, min(most, len(found)))


@torch.no_grad()
def read_softly(model: ReaderModel, examples: list) -> Iterator[dict]:
    """Yield what the teacher sees in each example."""
    model.eval()
    for at in range(0, len(examples), 16):
        batch = examples[at : at + 16]
        c = collate(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores, hidden, logits, values, _ = forward(model, c)
        groups, sentence = c["rows"][:, 1], c["rows"][:, 0]
        pooled = pool(scores, groups, len(c["labels"])).sigmoid()
        base = 0
        for example in batch:
            acts, events = [], []
            for g, codes in enumerate(example.codes):
                for k in np.flatnonzero(pooled[base + g].numpy() > NEGLIGIBLE).tolist():
                    acts.append([*codes, TYPES[k], round(float(pooled[base + g, k]), 3)])
                    if acts[-1][-1] > LIKELY:
                        rows = torch.nonzero(groups == base + g).flatten()
                        best = rows[scores[rows, k].argmax()]
                        events.append([*codes, TYPES[k], *_told(model, hidden, logits, values, best, k, sentence)])  # fmt: skip
            base += len(example.codes)
            where = {
                f: example.item[f]
                for f in ("id", "article_id", "start", "end")
                if f in example.item
            }
            yield {**where, "acts": acts, "told": events}


def _told(model, hidden, logits, values, row, k, sentence) -> tuple:
    """Return symmetry, trigger tokens and facts of one act, as the labels give them."""
    attention = logits[row, k].softmax(-1)
    tokens = torch.nonzero(attention > 0.5 * attention.max()).flatten().tolist()
    polarity, certainty, when, kind = model.facts(
        logits[row, k][None], values[sentence[row]][None].float()
    )
    symmetric = int(model.symmetry(hidden[row, k].float()) > 0)
    return (symmetric, tokens, int(polarity[0] > 0), int(certainty[0].argmax()),
            int(when[0] > 0), int(kind[0].argmax()))  # fmt: skip


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("model", "base", "tokenizer", "corpora", "out"):
        ap.add_argument(f"--{name}", required=True)
    ap.add_argument("--without", nargs="+", required=True)
    ap.add_argument("--measured", nargs="+", required=True)
    ap.add_argument("--most", type=int, default=12, help="sentences an article")
    ap.add_argument("--data", help="read the labelled sentences too (train_reader.py --blend)")
    ap.add_argument("--part", default="1/1", help="read this part of the sentences: 2/3")
    ap.add_argument("--threads", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    labelled = {item["text"].strip() for item in load_items(a.without)}
    for labels in LABELS:
        labelled |= {item["text"].strip() for item in load_labels(labels, a.corpora)}
    measured = {item["text"] for item in load_items(a.measured)}
    out = pathlib.Path(a.out)
    wanted = out.with_suffix(".wanted")
    rng = random.Random(1)
    rows = sentences_of(a.corpora, without=labelled, measured=measured, most=a.most, rng=rng)
    wanted.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    tokenizer = load_tokenizer(a.tokenizer)
    examples = [
        make_example(tokenizer, item, training=False) for item in load_labels(wanted, a.corpora)
    ]
    if a.data:
        items = load_all(a.data, a.corpora)
        examples += [make_example(tokenizer, item, training=True) for item in items]
    examples = [e for e in examples if len(e.pairs)]
    print(len(examples), "sentences", flush=True)
    model = ReaderModel(a.base)
    load_state(model, pathlib.Path(a.model) / "reader.pt")
    model.encoder.to(torch.bfloat16)
    part, parts = map(int, a.part.split("/"))
    examples = examples[part - 1 :: parts]
    examples.sort(key=lambda e: len(e.encoded.ids))
    with out.open("w", encoding="utf8") as lines:
        for row in read_softly(model, examples):
            lines.write(json.dumps(row) + "\n")
    wanted.unlink()


if __name__ == "__main__":
    main()
