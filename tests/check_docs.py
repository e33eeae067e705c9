"""Docs against the code: every command and record field is documented, README commands run.

Run by `make docs`; exits 1 with one line for each thing that is missing.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from detente import records
from detente.cli import COMMANDS
from detente.store import schema

ROOT = Path(__file__).resolve().parent.parent
DOCS = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))
}


def missing_commands() -> list[str]:
    text = DOCS["commands.md"]
    return [
        f"docs/commands.md: no section on {name}"
        for name in COMMANDS
        if f"## detente {name}" not in text
    ]


def missing_fields() -> list[str]:
    text = DOCS["fields.md"]
    found = []
    for name, kind in vars(records).items():
        if dataclasses.is_dataclass(kind) and kind.__module__ == records.__name__:
            section = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", text, re.M | re.S)
            if section is None:
                found.append(f"docs/fields.md: no section {name}")
                continue
            found += [
                f"docs/fields.md: {name} lacks `{field.name}`"
                for field in dataclasses.fields(kind)
                if f"`{field.name}`" not in section[1]
            ]
    return found


def missing_comments() -> list[str]:
    return [
        f"store/schema.py: {table.name}.{column.name} has no comment"
        for table in schema.metadata.sorted_tables
        for column in table.columns
        if not column.comment
    ]


def readme_commands() -> list[str]:
    """Run the shell lines of README and tutorial that begin with `detente` in a copy of the examples."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        for name in (ROOT / "README.md", ROOT / "docs" / "tutorial.md"):
            for block in re.findall(
                r"```(?:sh|console)\n(.*?)```", name.read_text(encoding="utf-8"), re.S
            ):
                for line in block.splitlines():
                    line = line.removeprefix("$ ")
                    if not line.startswith("detente "):
                        continue
                    done = subprocess.run(
                        line,
                        shell=True,
                        cwd=folder,
                        env=environment,
                        capture_output=True,
                        text=True,
                        check=False,
                    )
                    if done.returncode:
                        failures.append(
                            f"{name.name}: `{line}` ends with {done.returncode}: {done.stderr[-300:]}"
                        )
    return failures


def broken_links() -> list[str]:
    found = []
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        found += [
            f"{path.relative_to(ROOT)}: link to {target}, which is not there"
            for target in re.findall(
                r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")
            )
            if not (path.parent / target).exists()
        ]
    return found


def main() -> None:
    found = (
        missing_commands()
        + missing_fields()
        + missing_comments()
        + broken_links()
        + readme_commands()
    )
    for line in found:
        print(line)
    if found:
        sys.exit(f"{len(found)} things are missing from the docs or wrong in them")
    print(f"docs agree with the code: {len(COMMANDS)} commands, {len(DOCS)} pages")


if __name__ == "__main__":
    main()
