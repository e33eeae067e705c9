"""Accuracy floors: run the scorers on the development sets and fail when a figure falls.

The sets lie outside the repository; `DETENTE_SHARED` (default: `../shared` beside the checkout)
names their folder, and without it nothing is measured and that is said. A floor is moved down only
with a reason in the commit.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("DETENTE_SHARED", HERE.parent.parent / "shared"))
DETENTE = Path(sys.executable).with_name("detente")


def figure(result: dict, path: str) -> float:
    """Return the figure at a dotted path of a scorer's JSON."""
    value = result
    for part in path.split("."):
        value = value[part]
    return float(value)


def fingerprint(path: Path) -> str:
    """Return the first digits of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def measure(floor: dict) -> dict:
    """Run one scorer and return its JSON."""
    command = floor["command"].replace("detente", str(DETENTE), 1)
    files = [str(SHARED / name) for name in floor["data"]]
    tool = [sys.executable, str(SHARED / "tools" / floor["tool"]), *floor.get("task", [])]
    done = subprocess.run(
        [*tool, *files, "--command", command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{floor['name']}: the scorer failed: {done.stderr[-800:]}")
    return json.loads(done.stdout)


def main() -> None:
    if not SHARED.is_dir():
        print(
            f"no development sets at {SHARED} (setting DETENTE_SHARED): accuracy was not measured"
        )
        return
    failed = 0
    for floor in tomllib.loads((HERE / "floors.toml").read_text())["floor"]:
        for name, expected in floor["fingerprints"].items():
            found = fingerprint(SHARED / name)
            if found != expected:
                print(
                    f"{floor['name']}: {name} is another version ({found}, floors are for {expected})"
                )
                failed += 1
        result = measure(floor)
        for bound in floor["bounds"]:
            value = figure(result, bound["figure"])
            low, high = bound.get("at_least", -1e9), bound.get("at_most", 1e9)
            fine = low <= value <= high
            failed += not fine
            limit = f"at least {low}" if "at_least" in bound else f"at most {high}"
            print(
                f"{'ok  ' if fine else 'FAIL'} {floor['name']} {bound['figure']} {value:.3f} ({limit})"
            )
    if failed:
        raise SystemExit(f"{failed} accuracy floors are not held")


if __name__ == "__main__":
    main()
