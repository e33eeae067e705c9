"""The reading model in torch: MiniLM over a sentence once, heads over pairs of actor mentions.

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
from transformers import BertConfig, BertModel

TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN "
    "PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
CERTAINTY = ["certain", "probable", "possible", "underspecified"]
KINDS = ["author", "named", "role", "collective", "anonymous", "outlet", "document"]


class ReaderModel(nn.Module):
    """Encoder and heads. Shapes: B sentences, T tokens, P slot pairs, G actor pairs, K types."""

    def __init__(self, folder: str | pathlib.Path, hidden: int = 256, query: int = 128):
        super().__init__()
        folder = pathlib.Path(folder)
        config = BertConfig(**json.loads((folder / "config.json").read_text()))
        self.encoder = BertModel(config, add_pooling_layer=False)
        state = load_file(folder / "model.safetensors")
        state = {
            k.removeprefix("bert."): v
            for k, v in state.items()
            if "pooler" not in k and "position_ids" not in k
        }
        missing, _ = self.encoder.load_state_dict(state, strict=False)
        assert not [m for m in missing if "position_ids" not in m], missing
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        # the markers are [unused] rows: they learn, the words do not
        self.markers = nn.Parameter(torch.randn(8, config.hidden_size) * 0.02)
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
        self.drop = nn.Dropout(0.1)

    def embed(self, ids):
        table = self.encoder.embeddings.word_embeddings(ids)
        marker = (ids >= 1) & (ids <= 8)
        return torch.where(marker.unsqueeze(-1), self.markers[(ids.clamp(1, 8) - 1)], table)

    def states(self, ids, mask):
        return self.encoder(inputs_embeds=self.embed(ids), attention_mask=mask).last_hidden_state

    def slot_states(self, states, batch, open_at, close_at):
        return (states[batch, open_at] + states[batch, close_at]) / 2

    def forward(self, ids, mask, word, batch, a_open, a_close, b_open, b_close):
        """Return scores [P,K], symmetric [P,K], trigger attention logits [P,K,T], facts [P,K,hidden]."""
        h = self.drop(self.states(ids, mask))
        a, b = (
            self.slot_states(h, batch, a_open, a_close),
            self.slot_states(h, batch, b_open, b_close),
        )
        q = (self.query_a(a) + self.query_b(b)).unsqueeze(1) + self.type_query  # P,K,q
        keys = self.key(h)[batch]  # P,T,q
        logits = torch.einsum("pkq,ptq->pkt", q, keys) / q.shape[-1] ** 0.5
        logits = logits.masked_fill(~word[batch].unsqueeze(1), -1e4)
        attention = logits.float().softmax(-1).to(h.dtype)
        r = torch.einsum("pkt,pth->pkh", attention, self.value(h)[batch])
        base = self.mix_a(a) + self.mix_b(b) + self.mix_c(h[:, 0])[batch]
        z = self.drop(torch.nn.functional.gelu(base.unsqueeze(1) + r, approximate="tanh"))
        scores = (z * self.type_weight).sum(-1) + self.type_bias
        f = torch.einsum("pkt,pth->pkh", attention, self.fact_value(h)[batch])
        return scores.float(), self.symmetric(z).squeeze(-1).float(), logits.float(), f

    def facts(self, f):
        z = self.drop(torch.nn.functional.gelu(f, approximate="tanh"))
        return (
            self.polarity(z).squeeze(-1).float(),
            self.certainty(z).float(),
            self.time(z).squeeze(-1).float(),
            self.kind(z).float(),
        )
