"""The reading model in torch: an encoder over a sentence once, heads over pairs of actor mentions.

For every ordered pair of actors and every event type the model says whether the first does that
to the second, which words carry the act, and what the text commits to. Several mentions of one
actor are pooled, so that it does not matter which of them the label names.
"""

from __future__ import annotations

import json
import pathlib

import torch
from safetensors.torch import load_file
from torch import nn
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from detente.events.encoding import MARKERS, OF_PARTY, OPEN

TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN "
    "PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
CERTAINTY = ["certain", "probable", "possible", "underspecified"]
KINDS = ["author", "named", "role", "collective", "anonymous", "outlet", "document"]


class SharedDropout(nn.Module):
    """Dropout that hides the same features of all tokens of a sentence: far fewer random numbers."""

    def __init__(self, p: float):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or not self.p:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[-1]) > self.p
        return x * (keep.to(x.dtype) / (1 - self.p))


def share_dropout(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            setattr(module, name, SharedDropout(child.p))
        else:
            share_dropout(child)


# MPNet's word pieces are BERT's, four rows further down; its own first and last rows are special.
MPNET_SHIFT, MPNET_SPECIAL = 4, {101: 0, 102: 2, 103: 30526}


def load_encoder(folder: pathlib.Path) -> nn.Module:
    """Return the pretrained encoder of a folder: BERT (MiniLM) or MPNet."""
    config = json.loads((folder / "config.json").read_text())
    config["attention_probs_dropout_prob"] = 0.0
    # the fused attention of torch 2.13 is several times slower backwards on the CPU
    config["attn_implementation"] = "eager"
    if config.get("model_type") == "mpnet":
        encoder = MPNetModel(MPNetConfig(**config), add_pooling_layer=False)
    else:
        encoder = BertModel(BertConfig(**config), add_pooling_layer=False)
    state = load_file(folder / "model.safetensors")
    state = {
        k.removeprefix("bert.").removeprefix("mpnet."): v
        for k, v in state.items()
        if "pooler" not in k and "position_ids" not in k
    }
    missing, _ = encoder.load_state_dict(state, strict=False)
    assert not [m for m in missing if "position_ids" not in m], missing
    share_dropout(encoder)
    return encoder


class ReaderModel(nn.Module):
    """Encoder and heads. Shapes: B sentences, T tokens, P slot pairs, G actor pairs, K types."""

    def __init__(
        self,
        folder: str | pathlib.Path,
        hidden: int = 256,
        query: int = 128,
        frozen_layers: int = 0,
    ):
        super().__init__()
        self.encoder = load_encoder(pathlib.Path(folder))
        config = self.encoder.config
        self.mpnet = config.model_type == "mpnet"
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:frozen_layers]:
            layer.requires_grad_(False)
        # the markers are [unused] rows: they learn, the words do not
        self.markers = nn.Parameter(torch.randn(len(MARKERS), config.hidden_size) * 0.02)
        d, k = config.hidden_size, len(TYPES)
        self.query_a, self.query_b = nn.Linear(d, query), nn.Linear(d, query)
        self.type_query = nn.Parameter(torch.randn(k, query) * 0.1)
        self.key = nn.Linear(d, query)
        self.value = nn.Linear(d, hidden)
        self.mix_a, self.mix_b, self.mix_c = (
            nn.Linear(d, hidden),
            nn.Linear(d, hidden),
            nn.Linear(d, hidden),
        )
        self.type_weight = nn.Parameter(torch.randn(k, hidden) * 0.05)
        self.type_bias = nn.Parameter(torch.full((k,), -3.0))
        self.symmetric = nn.Linear(hidden, 1)
        self.fact_value = nn.Linear(d, hidden)
        self.polarity, self.certainty = nn.Linear(hidden, 1), nn.Linear(hidden, len(CERTAINTY))
        self.time, self.kind = nn.Linear(hidden, 1), nn.Linear(hidden, len(KINDS))
        self.source_query, self.source_key = nn.Linear(hidden, query), nn.Linear(d, query)
        self.source_none = nn.Linear(hidden, 2)  # the author's own words; a source named before
        self.drop = nn.Dropout(0.1)

    def embed(self, ids):
        marker = (ids >= MARKERS[0]) & (ids <= MARKERS[-1])
        rows = ids
        if self.mpnet:
            rows = ids + MPNET_SHIFT
            for bert, own in MPNET_SPECIAL.items():
                rows = torch.where(ids == bert, own, rows)
        table = self.encoder.embeddings.word_embeddings(rows)
        return torch.where(
            marker.unsqueeze(-1),
            self.markers[ids.clamp(MARKERS[0], MARKERS[-1]) - MARKERS[0]],
            table,
        )

    def states(self, ids, mask):
        embedded = self.embed(ids).to(next(self.encoder.parameters()).dtype)
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state.float()

    def forward(self, ids, mask, word, batch, a_open, a_close, b_open, b_close):
        """Return scores [P,K], hidden [P,K,H], trigger logits [P,K,T], values for `facts`, keys for `told_by`."""
        h = self.drop(self.states(ids, mask))
        a, b = self.slot(h, batch, a_open, a_close), self.slot(h, batch, b_open, b_close)
        key = self.key(h)
        query = self.query_a(a) + self.query_b(b)
        by_pair = torch.cat([query[batch == n] @ key[n].T for n in range(len(h))])
        by_type = torch.einsum("kq,btq->bkt", self.type_query.to(key.dtype), key)[batch]
        logits = (by_pair.unsqueeze(1) + by_type) / query.shape[-1] ** 0.5
        logits = logits.float().masked_fill(~word[batch].unsqueeze(1), -1e4)
        attention = logits.softmax(-1).to(h.dtype)
        r = mixed(attention, self.value(h), batch)
        base = self.mix_a(a) + self.mix_b(b) + self.mix_c(h[:, 0])[batch]
        z = self.drop(torch.nn.functional.gelu(base.unsqueeze(1) + r, approximate="tanh"))
        scores = (z * self.type_weight).sum(-1) + self.type_bias
        return scores.float(), z, logits, self.fact_value(h), self.source_key(h)

    def symmetry(self, hidden):
        return self.symmetric(hidden).squeeze(-1).float()

    @staticmethod
    def slot(states, batch, open_at, close_at):
        return (states[batch, open_at] + states[batch, close_at]) / 2

    def facts(self, logits, values):
        """Judge events by their trigger logits [E,T] and fact values [E,T,hidden]."""
        z = self._told(logits, values)
        return (
            self.polarity(z).squeeze(-1).float(),
            self.certainty(z).float(),
            self.time(z).squeeze(-1).float(),
            self.kind(z).float(),
        )

    def told_by(self, logits, values, keys, word):
        """Return logits [E,T+2] of each token being part of the source, of no source, of one named before."""
        z = self._told(logits, values)
        query = self.source_query(z)
        at = torch.einsum("eq,etq->et", query, keys) / query.shape[-1] ** 0.5
        at = at.float().masked_fill(~word, -1e4)
        return torch.cat([at, self.source_none(z).float()], 1)

    def _told(self, logits, values):
        attention = logits.softmax(-1).to(values.dtype)
        f = torch.einsum("et,eth->eh", attention, values)
        return self.drop(torch.nn.functional.gelu(f, approximate="tanh"))


def load_state(model: ReaderModel, file: pathlib.Path) -> dict[str, torch.Tensor]:
    """Load a model's weights; markers that it does not have yet begin as the ones that they refine.

    Heads that it does not have yet begin as they are.
    """
    state = torch.load(file, weights_only=True)
    state = {**{n: w for n, w in model.state_dict().items() if n.startswith("source_")}, **state}
    known = state["markers"]
    if len(known) < len(MARKERS):
        state["markers"] = model.markers.detach().clone()
        state["markers"][: len(known)] = known
        for row in set(OPEN.values()):
            state["markers"][row + OF_PARTY - MARKERS[0]] = known[row - MARKERS[0]]
    model.load_state_dict(state)
    return state


def mixed(attention, values, batch):
    """Weigh each sentence's values [B,T,H] by its pairs' attention [P,K,T]; batch is sorted."""
    return torch.cat([attention[batch == n] @ values[n] for n in range(len(values))])
