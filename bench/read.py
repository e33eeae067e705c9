"""Speed and memory of `detente read`, beside the bare parser in the same run.

usage: bench/read.py ARTICLES.jsonl[.gz] [--sizes 500 2000 7000]

For each size: words a second of the whole way (one process, one core) and peak memory, then a second
read of the same input; beside it spaCy's bare pipeline (tagger and parser) on the first size.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DETENTE = Path(sys.executable).with_name("detente")
ENVIRONMENT = {
    **os.environ,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
}


def load(path: str) -> list[str]:
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf8") as lines:
        return [line for line in lines if line.strip()]


def timed(command: list[str]) -> tuple[float, float, dict]:
    """Return CPU seconds, peak MB and the JSON that a command printed."""
    code = (
        "import resource,subprocess,sys;"
        "d=subprocess.run(sys.argv[1:],capture_output=True,text=True,check=True);"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(u.ru_utime+u.ru_stime,u.ru_maxrss/1024);print(d.stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
    )
    first, rest = done.stdout.split("\n", 1)
    seconds, peak = map(float, first.split())
    return seconds, peak, json.loads(rest)


def bare_parser(lines: list[str]) -> float:
    """Return the words a second of spaCy's pipeline as it comes, without our stages."""
    from detente.models import load_pipeline

    nlp = load_pipeline()
    texts = [json.loads(line)["text"] for line in lines]
    begun = time.process_time()
    for _ in nlp.pipe(texts, batch_size=16):
        pass
    return sum(len(text.split()) for text in texts) / (time.process_time() - begun)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("articles", nargs="+")
    ap.add_argument("--sizes", type=int, nargs="+", default=[500, 2000, 7000])
    a = ap.parse_args()
    lines = [line for path in a.articles for line in load(path)]
    print(f"bare parser, 300 articles: {bare_parser(lines[:300]):.0f} words a CPU second")
    for size in a.sizes:
        with tempfile.TemporaryDirectory() as folder:
            source, record = Path(folder) / "in.jsonl", Path(folder) / "r.duckdb"
            part = lines[:: max(1, len(lines) // size)][:size]
            source.write_text("".join(part), encoding="utf8")
            command = [str(DETENTE), "read", str(source), "--record", str(record), "--json"]
            seconds, peak, row = timed(command)
            again, _, second = timed(command)
            size_mb = record.stat().st_size / 1e6
        print(
            f"{row['articles']} articles, {row['words']} words: {row['words'] / seconds:.0f} words a CPU second "
            f"({seconds:.0f} s), peak {peak:.0f} MB, record {size_mb:.0f} MB, {row['events']} events; "
            f"second read {again:.1f} s, {again / seconds:.2f} of the first, {second['articles']} added",
            flush=True,
        )


if __name__ == "__main__":
    main()
