"""Export a trained reading model: int8 ONNX encoder, heads as a NumPy archive, manifest entry.

usage: export_reader.py --model FOLDER --base FOLDER --out src/detente/models [--threshold P] [--version V]
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
from reader_model import ReaderModel


class Encoder(torch.nn.Module):
    """Token ids and mask in, token states out; the markers' rows are part of the word table."""

    def __init__(self, model: ReaderModel):
        super().__init__()
        self.bert = model.encoder
        with torch.no_grad():
            self.bert.embeddings.word_embeddings.weight[1:9] = model.markers

    def forward(self, input_ids, attention_mask):
        return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def export_encoder(model: ReaderModel, target: pathlib.Path) -> None:
    encoder = Encoder(model).eval()
    sample = torch.ones(2, 12, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "encoder.onnx"
        axes = {0: "sentence", 1: "token"}
        torch.onnx.export(
            encoder, (sample, sample), str(plain), input_names=["input_ids", "attention_mask"], output_names=["states"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "states": axes}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(plain), str(target), weight_type=QuantType.QInt8, per_channel=True)


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


def write_manifest(folder: pathlib.Path, version: str) -> None:
    """Replace the reader's entry in the manifest by one for the files that are there."""
    manifest = folder / "manifest.toml"
    text = re.sub(r"\n\[reader\].*?(?=\n\[(?!reader)|\Z)", "", manifest.read_text(), flags=re.S)
    files = sorted((folder / "reader").iterdir())
    hashes = "\n".join(
        f'"reader/{f.name}" = "{hashlib.sha256(f.read_bytes()).hexdigest()}"' for f in files
    )
    entry = f'''
[reader]
version = "{version}"
task = "who does what to whom in a sentence: actor pairs, event types, trigger, factuality"
licence = "Apache-2.0"
origin = "MiniLM-L6 (Apache-2.0) fine-tuned by training/train_reader.py"
[reader.sha256]
{hashes}
'''
    manifest.write_text(text.rstrip() + "\n" + entry)


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
    a = ap.parse_args()
    model = ReaderModel(a.base)
    model.load_state_dict(torch.load(pathlib.Path(a.model) / "reader.pt", weights_only=True))
    model.eval()
    folder = pathlib.Path(a.out) / "reader"
    folder.mkdir(parents=True, exist_ok=True)
    export_encoder(model, folder / "encoder.onnx")
    export_heads(model, folder / "heads.npz", a.threshold, a.calibration)
    shutil.copy(pathlib.Path(a.base) / "tokenizer.json", folder / "tokenizer.json")
    write_manifest(pathlib.Path(a.out), a.version)
    for file in sorted(folder.iterdir()):
        print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main()
