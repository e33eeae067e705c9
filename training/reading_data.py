"""Labelled sentences into model inputs: mentions found by detente itself, labels laid on them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import json
import pathlib
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from reader_model import CERTAINTY, KINDS, TYPES

from detente.actors.coreference import main_parties
from detente.actors.mentions import find_mentions
from detente.events.encoding import NO_CONTEXT, Context, Encoded, encode_sentences
from detente.parse.sentences import split_sentences
from detente.records import Article, Mention, Span


@dataclasses.dataclass
class Example:
    """One sentence: its encoding, its slot pairs, its labels."""

    item: dict
    encoded: Encoded
    codes: list[tuple[str, str]]  # ordered actor pairs
    pairs: np.ndarray  # slot pairs: group, a_open, a_close, b_open, b_close
    labels: np.ndarray  # G,K 0/1
    symmetric: np.ndarray  # G,K 0/1, -1 unknown
    events: list[
        tuple[int, int, list[int], int, int, int, int, list[int] | None]
    ]  # group, type, trigger tokens, facts, tokens of the source
    lost: int  # events whose actors are no candidates
    given: list[Example] = dataclasses.field(default_factory=list)  # one pair marked, nothing else


def to_article(item: dict) -> Article:
    """Return the article that an item's sentence stands in, or as much of it as the item has."""
    day = dt.datetime.fromisoformat(item["published_at"][:10]).replace(tzinfo=dt.UTC)
    if "whole" in item:
        focus = Span(item["start"], item["end"])
        return Article(item["article_id"], item["whole"], item.get("headline") or None,
                       item["outlet"], published_at=day, focus=focus)  # fmt: skip
    before = (item["prev"] + " ") if item.get("prev") else ""
    after = (" " + item["next"]) if item.get("next") else ""
    focus = Span(len(before), len(before) + len(item["text"]))
    return Article(item["id"], before + item["text"] + after, item.get("headline") or None,
                   item["outlet"], published_at=day, focus=focus)  # fmt: skip


def _gold_mentions(item: dict, mentions: list[Mention], offset: int) -> list[Mention]:
    """Return gold actors that no rule found, so that their sentences still teach something."""
    have = {m.code for m in mentions}
    extra: dict[str, Mention] = {}
    for event in item["events"]:
        for side in (event["actor"], event["recipient"]):
            code, text = side["code"], side["text"]
            if code in have or code in extra:
                continue
            at = item["text"].find(text) if text else -1
            if at >= 0:
                start, end = offset + at, offset + at + len(text)
                if not any(m.start < end and start < m.end for m in (*mentions, *extra.values())):
                    extra[code] = Mention(start, end, text, code, code, "nominal")
                    continue
            end = offset + len(item["text"])
            extra[code] = Mention(end, end, "", code, code, "issuer")
    return list(extra.values())


def focus_mentions(item: dict) -> tuple[Article, list[Mention], Context]:
    """Return the article, the mentions inside the labelled sentence and what stands before it, as at run time."""
    article = to_article(item)
    found = _mentions_of(dataclasses.replace(article, focus=None))
    lo, hi = article.focus.start, article.focus.end
    context = Context(
        item.get("headline") or "", item.get("prev") or "", frozenset(main_parties(found))
    )
    return article, [m for m in found if lo <= m.start and m.end <= hi], context


@lru_cache(maxsize=4)
def _mentions_of(article: Article) -> tuple[Mention, ...]:
    return tuple(find_mentions(article, split_sentences(article.text, article_key="")))


def make_example(tokenizer, item: dict, *, training: bool) -> Example | None:
    article, mentions, context = focus_mentions(item)
    offset = article.focus.start
    if training:
        mentions = sorted(
            [*mentions, *_gold_mentions(item, mentions, offset)], key=lambda m: m.start
        )
    spoken = {m.code for m in mentions if m.end > m.start}
    mentions = [m for m in mentions if m.end > m.start or m.code not in spoken]
    example = _example(tokenizer, item, mentions, offset, context)
    if training:
        pairs = [_given_mentions(item, event, offset) for event in item["events"]]
        example.given = [_example(tokenizer, item, pair, offset, context) for pair in pairs if pair]
    return example


def _given_mentions(item: dict, event: dict, offset: int) -> list[Mention]:
    """Return the two sides of an event as a caller would give them, none if a side has no words."""
    spans = []
    for side in (event["actor"], event["recipient"]):
        at = item["text"].find(side["text"]) if side["text"] else -1
        if at < 0:
            return []
        spans.append((offset + at, offset + at + len(side["text"]), side))
    (a, b, _), (c, d, _) = spans
    if a < d and c < b:
        return []
    return [
        Mention(start, end, side["text"], side["code"], side["code"], "name")
        for start, end, side in sorted(spans, key=lambda span: span[0])
    ]


def encode_pair(tokenizer, item: dict) -> Example:
    """Return a sentence with the pair that a caller gives, actor first, as at run time."""
    spans = sorted([(*item["actor"], "A"), (*item["recipient"], "B")])
    mentions = [Mention(s, e, item["text"][s:e], code, code, "name") for s, e, code in spans]
    return _example(tokenizer, {**item, "events": []}, mentions, 0, NO_CONTEXT)


def _example(
    tokenizer, item: dict, mentions: list[Mention], offset: int, context: Context
) -> Example:
    encoded = encode_sentences(tokenizer, [item["text"]], [mentions], [offset], [context])[0]
    codes = sorted(
        {(a.code, b.code) for a in encoded.slots for b in encoded.slots if a.code != b.code}
    )
    index = {pair: g for g, pair in enumerate(codes)}
    pairs = [
        (index[a.code, b.code], a.open_at, a.close_at, b.open_at, b.close_at)
        for a in encoded.slots for b in encoded.slots
        if a.code != b.code and not (a.mention.end == a.mention.start and b.mention.end == b.mention.start)
    ]  # fmt: skip
    seen = {p[0] for p in pairs}
    codes_kept = [pair for g, pair in enumerate(codes) if g in seen]
    renumber = {index[pair]: g for g, pair in enumerate(codes_kept)}
    index = {pair: g for g, pair in enumerate(codes_kept)}
    labels = np.zeros((len(codes_kept), len(TYPES)), dtype=np.float32)
    symmetric = np.full((len(codes_kept), len(TYPES)), -1, dtype=np.int64)
    events, lost = [], 0
    for event in item["events"]:
        key = (event["actor"]["code"], event["recipient"]["code"])
        k = TYPES.index(event["event_type"])
        orders = [key, key[::-1]] if event["symmetric"] else [key]
        if key not in index:
            lost += 1
            continue
        tokens = _trigger_tokens(item["text"], event["trigger"], encoded)
        facts = (
            int(event["polarity"] == "negative"), CERTAINTY.index(event["certainty"]),
            int(event["time"] == "future"), KINDS.index(event["source"]["kind"]),
        )  # fmt: skip
        source = _source_tokens(item["text"], event["source"], encoded)
        for order in orders:
            g = index[order]
            labels[g, k] = 1
            symmetric[g, k] = int(event["symmetric"])
            events.append((g, k, tokens, *facts, source))
    rows = np.array([(renumber[p[0]], *p[1:]) for p in pairs], dtype=np.int64).reshape(-1, 5)
    return Example(item, encoded, codes_kept, rows, labels, symmetric, events, lost)


def make_soft_example(tokenizer, item: dict) -> Example:
    """Return a sentence with what a teacher sees in it (`soften.py`) in the place of labels."""
    example = make_example(tokenizer, {**item, "genre": "", "events": []}, training=False)
    index = {pair: g for g, pair in enumerate(example.codes)}
    for actor, recipient, kind, probability in item["acts"]:
        if (actor, recipient) in index:
            example.labels[index[actor, recipient], TYPES.index(kind)] = probability
    for actor, recipient, kind, symmetric, tokens, *facts in item["told"]:
        if (actor, recipient) in index:
            g, k = index[actor, recipient], TYPES.index(kind)
            example.symmetric[g, k] = symmetric
            example.events.append((g, k, tokens, *facts, None))
    return example


def blend(example: Example, acts: list[tuple[str, str, str, float]], share: float) -> None:
    """Put what a teacher sees (`soften.py`) beside the labels, with a weight of `share`.

    Between actors that the sentence names only: the teacher knows nothing of what stands before it.
    """
    spoken = {s.code for s in example.encoded.slots if s.mention.end > s.mention.start}
    known = np.array([a in spoken and b in spoken for a, b in example.codes], dtype=bool)
    index = {pair: g for g, pair in enumerate(example.codes)}
    seen = np.zeros_like(example.labels)
    for actor, recipient, kind, probability in acts:
        if (actor, recipient) in index:
            seen[index[actor, recipient], TYPES.index(kind)] = probability
    example.labels[known] = (1 - share) * example.labels[known] + share * seen[known]


# where a source stands that no word of the sentence names
NO_SOURCE, NAMED_BEFORE = -1, -2


def _source_tokens(text: str, source: dict[str, str], encoded: Encoded) -> list[int]:
    """Return the tokens of the words of a source, or why there are none."""
    if source["kind"] == "author":
        return [NO_SOURCE]
    return _trigger_tokens(text, source.get("text", ""), encoded) or [NAMED_BEFORE]


def _trigger_tokens(text: str, trigger: str, encoded: Encoded) -> list[int]:
    if not trigger:
        return []
    spots = [i for i in range(len(text)) if text.startswith(trigger, i)]
    return [
        t for t, (start, end) in enumerate(encoded.spans)
        if end and any(start < s + len(trigger) and s < end for s in spots)
    ]  # fmt: skip


# What readers called actors that the gazetteer knows by another code.
SAME_ACTORS = {
    "IGO:ICJ": "IGO:UN", "IGO:ICTY": "IGO:UN", "IGO:OAU": "IGO:AU", "IGO:AL": "IGO:LAS",
    "IGO:WORLD BANK": "IGO:WB", "GRP:PLO": "PSE", "GRP:HOUTHIS": "GRP:HOUTHI",
    "GRP:SOUTH OSSETIA": "GRP:SOUTHOSSETIA", "GRP:ABU SAYYAF": "GRP:ABUSAYYAF",
    "GRP:BOKO HARAM": "GRP:BOKO-HARAM", "GRP:BOSNIAN SERBS": "BIH", "GRP:BOSNIAN-SERBS": "BIH",
    "GRP:VRS": "BIH", "GRP:ANC": "ZAF", "GRP:MPLA": "AGO", "YMD": "YEM",
    "GRP:KHMER ROUGE": "GRP:KHMERROUGE", "GRP:KHMER-ROUGE": "GRP:KHMERROUGE", "GRP:HM": "GRP:HIZBUL",
    "GRP:JI": "GRP:JEMAAH", "GRP:ASG": "GRP:ABUSAYYAF", "GRP:MNLA": "GRP:AZAWAD", "GRP:PYD": "GRP:YPG",
    "GRP:NORTHERN-ALLIANCE": "GRP:NORTHERNALLIANCE", "GRP:NORTHERN ALLIANCE": "GRP:NORTHERNALLIANCE",
    "GRP:TIBET": "GRP:TIBET-CTA", "GRP:CTA": "GRP:TIBET-CTA", "GRP:NUSRA": "GRP:HTS", "GRP:SNA": "GRP:FSA", "GRP:WAGNER": "RUS", "GRP:RPF": "RWA",
}  # fmt: skip


def load_items(paths: list[str | pathlib.Path]) -> list[dict]:
    items = [
        json.loads(line) for path in paths for line in pathlib.Path(path).open(encoding="utf8")
    ]
    for item in items:
        for event in item.get("events", ()):
            for side in (event["actor"], event["recipient"]):
                side["code"] = SAME_ACTORS.get(side["code"], side["code"])
        if "events" in item:
            kept = [e for e in item["events"] if e["actor"]["code"] != e["recipient"]["code"]]
            item["events"] = kept
    return items


def load_labels(path: str | pathlib.Path, corpora: str | pathlib.Path | None) -> list[dict]:
    """Return labelled sentences whose texts stand elsewhere, as items of the training sets.

    A label names its article and the characters of the sentence; the text is one of our own
    (`training/texts`) or stays outside the repository. `corpora` is a folder of `*.jsonl.gz` with `article_id`, `text`, `headline`,
    `outlet` and `published_at`.
    """
    return label_texts(load_items([path]), corpora)


def label_texts(labels: list[dict], corpora: str | pathlib.Path | None) -> list[dict]:
    """Return labels with the sentences that they name, as items of the training sets.

    The texts are looked for in `corpora` and among our own (`training/texts`).
    """
    wanted = {label["article_id"] for label in labels}
    articles = {}
    outside = sorted(pathlib.Path(corpora).glob("*.jsonl.gz")) if corpora else []
    for file in [*outside, *own_texts()]:
        articles.update(
            {str(r["article_id"]): r for r in load_rows(file) if str(r["article_id"]) in wanted}
        )
    return [_item(label, articles[label["article_id"]]) for label in labels]


def own_texts() -> list[pathlib.Path]:
    """Return the files with articles of our own that nobody has labelled."""
    return sorted((pathlib.Path(__file__).parent / "texts").glob("*.jsonl.gz"))


def load_rows(file: pathlib.Path) -> Iterator[dict]:
    """Yield the articles of a packed file."""
    with gzip.open(file, "rt", encoding="utf8") as lines:
        yield from map(json.loads, lines)


def _item(label: dict, article: dict) -> dict:
    text, start, end = article["text"], label["start"], label["end"]
    sentences = split_sentences(text, article_key="")
    before = [text[s.start : s.end] for s in sentences if s.end <= start][-2:]
    after = [text[s.start : s.end] for s in sentences if s.start >= end][:1]
    outlet = "Kremlin press service" if article["outlet"] == "Kremlin" else article["outlet"]
    return {
        **label, "outlet": outlet, "published_at": article["published_at"], "headline": article["headline"],
        "prev": " ".join(before), "text": text[start:end], "next": " ".join(after),
        "whole": text,
    }  # fmt: skip
