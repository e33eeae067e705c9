"""Export a trained reading model: int8 ONNX encoder in two halves, heads as a NumPy archive, manifest entry.

usage: export_reader.py --model FOLDER --base FOLDER --out src/detente/models [--threshold P] [--version V]
                        [--typer FOLDER --shared N]

With --typer the typer of given pairs (train_pairs.py) is exported beside it. The reader's lower layers give out
the states that the typer begins from, so --shared must be the number that the typer was trained with.
"""

from __future__ import annotations

import argparse
import hashlib
import pathlib
import re
import shutil
import tempfile

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from reader_model import ReaderModel, load_state

from detente.events.encoding import MARKERS, MAX_TOKENS

TASKS = {
    "reader": (
        "who does what to whom in a sentence: actor pairs, event types, trigger, factuality",
        "train_reader.py",
    ),
    "typer": ("the PLOVER type of the act between two given mentions", "train_pairs.py"),
    "same_act": ("whether two event words name one act", "train_same_act.py"),
}
ORIGINS = {"same_act": "weights of our own over the reader's states, fitted on ECB+ (CC BY 3.0) by"}

TYPING_HEADS = (
    "query_a query_b type_query key value mix_a mix_b mix_c type_weight type_bias".split()
)


class Layer(torch.nn.Module):
    """A layer of the encoder for one sentence without padding, in few operations.

    Queries, keys and values are one product, the scale is part of the queries' weights. The library's own layer, exported, spends
    half its time on masks and shapes.
    """

    def __init__(self, layer: torch.nn.Module):
        super().__init__()
        attention = layer.attention.self
        self.heads, width = attention.num_attention_heads, attention.query.in_features
        scale = (width // self.heads) ** -0.5
        self.joined = torch.nn.Linear(width, 3 * width)
        with torch.no_grad():
            for part in ("weight", "bias"):
                query, key, value = (
                    getattr(module, part)
                    for module in (attention.query, attention.key, attention.value)
                )
                getattr(self.joined, part).copy_(torch.cat([query * scale, key, value]))
        self.mix, self.mix_norm = layer.attention.output.dense, layer.attention.output.LayerNorm
        self.widen, self.narrow = layer.intermediate.dense, layer.output.dense
        self.norm = layer.output.LayerNorm

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return the states [1,T,D] one layer up."""
        width, n = states.shape[-1], self.heads
        parts = self.joined(states).view(-1, 3 * n, width // n).transpose(0, 1)
        query, key, value = parts[:n], parts[n : 2 * n], parts[2 * n :]
        weights = torch.softmax(query @ key.transpose(1, 2), -1)
        mixed = (weights @ value).transpose(0, 1).reshape(1, -1, width)
        states = self.mix_norm(self.mix(mixed) + states)
        return self.norm(self.narrow(torch.nn.functional.gelu(self.widen(states))) + states)


class Words(torch.nn.Module):
    """The word table in int8, each row with a scale of its own: one scale for all would drown the common words."""

    def __init__(self, table: torch.Tensor):
        super().__init__()
        scale = table.abs().amax(1, keepdim=True) / 127
        self.register_buffer("rows", (table / scale.clamp(min=1e-9)).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.rows[ids].float() * self.scale[ids]


class Lower(torch.nn.Module):
    """Token ids of one sentence in, token states below the upper layers out: what the typer shares.

    The markers' rows are part of the word table.
    """

    def __init__(self, model: ReaderModel, shared: int):
        super().__init__()
        table = model.encoder.embeddings
        self.norm = table.LayerNorm
        words = table.word_embeddings.weight.detach().clone()
        words[MARKERS[0] : MARKERS[-1] + 1] = model.markers.detach()
        self.words = Words(words)
        places = table.position_embeddings.weight + table.token_type_embeddings.weight[0]
        self.places = torch.nn.Parameter(places[:MAX_TOKENS].clone())
        self.layers = torch.nn.ModuleList(map(Layer, model.encoder.encoder.layer[:shared]))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        states = self.norm(self.words(ids) + self.places[: ids.shape[1]])
        for layer in self.layers:
            states = layer(states)
        return states


class Upper(torch.nn.Module):
    """States of one sentence below the upper layers in, token states out."""

    def __init__(self, model: ReaderModel, shared: int):
        super().__init__()
        self.layers = torch.nn.ModuleList(map(Layer, model.encoder.encoder.layer[shared:]))

    def forward(self, lower: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            lower = layer(lower)
        return lower


def export_onnx(
    module: torch.nn.Module, sample: torch.Tensor, names: list[str], target: pathlib.Path
) -> None:
    """Export a module for one sentence and quantise it; `names` are its input and its outputs."""
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "plain.onnx"
        torch.onnx.export(
            module.eval(), (sample,), str(plain), input_names=names[:1], output_names=names[1:],
            dynamic_axes={name: {1: "token"} for name in names}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(plain), str(target), weight_type=QuantType.QInt8, per_channel=True)


def export_upper(model: ReaderModel, shared: int, target: pathlib.Path) -> None:
    lower = torch.zeros(1, 12, model.encoder.config.hidden_size)
    export_onnx(Upper(model, shared), lower, ["lower", "states"], target)


def export_typer(model: ReaderModel, shared: int, folder: pathlib.Path) -> None:
    """Export what the typer of given pairs has of its own: upper layers and heads."""
    folder.mkdir(parents=True, exist_ok=True)
    export_upper(model, shared, folder / "upper.onnx")
    heads = {
        name: value.detach().to(torch.float16).numpy()
        for name, value in model.state_dict().items()
        if name.split(".")[0] in TYPING_HEADS
    }
    np.savez_compressed(folder / "heads.npz", **heads)


def export_heads(
    model: ReaderModel, target: pathlib.Path, threshold: float, calibration: list[float]
) -> None:
    heads = {
        name: value.detach().to(torch.float16).numpy()
        for name, value in model.state_dict().items()
        if not name.startswith("encoder") and name != "markers"
    }
    np.savez_compressed(
        target,
        threshold=np.float32(threshold),
        calibration=np.array(calibration, np.float32),
        **heads,
    )


def write_manifest(folder: pathlib.Path, name: str, version: str) -> None:
    """Replace a model's entry in the manifest by one for the files that are there."""
    manifest = folder / "manifest.toml"
    old = rf"\n\[{name}\].*?(?=\n\[(?!{name})|\Z)"
    text = re.sub(old, "", manifest.read_text(), flags=re.S)
    files = sorted((folder / name).iterdir())
    hashes = "\n".join(
        f'"{name}/{f.name}" = "{hashlib.sha256(f.read_bytes()).hexdigest()}"' for f in files
    )
    entry = f'''
[{name}]
version = "{version}"
task = "{TASKS[name][0]}"
licence = "Apache-2.0"
origin = "{ORIGINS.get(name, "MiniLM-L6 (Apache-2.0) fine-tuned by")} training/{TASKS[name][1]}"
[{name}.sha256]
{hashes}
'''
    manifest.write_text(text.rstrip() + "\n" + entry)


def load_model(base: str, file: pathlib.Path) -> ReaderModel:
    model = ReaderModel(base)
    load_state(model, file)
    return model.float().eval()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--model", required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--threshold", type=float, default=0.4)
    ap.add_argument(
        "--calibration",
        type=float,
        nargs=2,
        default=[1.0, 0.0],
        help="slope and shift of the log odds (calibrate.py)",
    )
    ap.add_argument("--version", default="1")
    ap.add_argument("--typer", help="folder with the typer.pt of train_pairs.py")
    ap.add_argument("--typer-version", default="1")
    ap.add_argument("--shared", type=int, default=3, help="layers that reader and typer share")
    a = ap.parse_args()
    model = load_model(a.base, pathlib.Path(a.model) / "reader.pt")
    folder = pathlib.Path(a.out) / "reader"
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(1, 12, dtype=torch.long)
    export_onnx(Lower(model, a.shared), ids, ["ids", "lower"], folder / "lower.onnx")
    export_upper(model, a.shared, folder / "upper.onnx")
    export_heads(model, folder / "heads.npz", a.threshold, a.calibration)
    shutil.copy(pathlib.Path(a.base) / "tokenizer.json", folder / "tokenizer.json")
    write_manifest(pathlib.Path(a.out), "reader", a.version)
    if a.typer:
        typer = load_model(a.base, pathlib.Path(a.typer) / "typer.pt")
        export_typer(typer, a.shared, pathlib.Path(a.out) / "typer")
        write_manifest(pathlib.Path(a.out), "typer", a.typer_version)
    for file in sorted(pathlib.Path(a.out).glob("*/*")):
        print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main()
