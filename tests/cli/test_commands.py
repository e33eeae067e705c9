"""The commands as a user types them: exit codes, one line for errors, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DETENTE = Path(sys.executable).with_name("detente")
TEXT = "Islamabad, April 29. Russia and Pakistan held talks on gas in Moscow on Thursday.\n"


def run(
    *arguments: str, stdin: str = "", folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(DETENTE), *arguments], input=stdin, capture_output=True, text=True, cwd=folder, check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    rows = [
        {"article_id": "one", "text": TEXT, "published_at": "2022-04-30", "outlet": "Dawn"},
        {"article_id": "two", "text": "Officials said Russia met Pakistan for talks on gas in Moscow on April 28.",
         "published_at": "2022-04-30", "outlet": "TASS"},
        {"article_id": "three", "text": "Der Minister reiste gestern nach Moskau und sprach dort mit der Regierung.",
         "published_at": "2022-04-30", "outlet": "Le Monde"},
    ]  # fmt: skip
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = run("read", "in.jsonl", "--record", "r.duckdb", "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"] == 2
    return folder


def test_annotate_reads_a_text_from_standard_input() -> None:
    done = run("annotate", "-", "--published-at", "2022-04-30", stdin=TEXT)
    row = json.loads(done.stdout)
    assert done.returncode == 0
    assert any(e["event_type"] == "CONSULT" and e["symmetric"] for e in row["events"])


def test_json_lines_in_json_lines_out_in_order() -> None:
    rows = [{"article_id": str(n), "text": TEXT} for n in range(3)]
    done = run("annotate", "-", stdin="\n".join(map(json.dumps, rows)))
    assert [json.loads(line)["article_id"] for line in done.stdout.splitlines()] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["annotate", "nowhere.txt"], "nowhere.txt"),
        (["read", "nowhere.txt"], "nowhere.txt"),
        (["annotate", "-", "--published-at", "sometime"], "sometime"),
        (["events"], "detente read"),
        (["relation", "Pakistn", "RUS"], "Pakistan"),
        (["relation", "PAK", "PAK"], "name two"),
        (["events", "--since", "last week"], "YYYY-MM-DD"),
        (["events", "--type", "PARTY"], "CONSULT"),
        (["models", "burn"], "list or verify"),
        (["developments", "--pair", "PAK,PAK"], "name two"),
        (["events", "--since", "2022-05-31", "--until", "2022-03-01"], "later than"),
        (["relation", "PAK", "RUS", "--plot", "a.jpg"], ".svg"),
        (["balance", "PAK", "--between", "USA", "RUS", "--plot", "no/x.svg"], "no folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_bad_input_ends_in_one_line_and_exit_1(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    done = run(*arguments, folder=tmp_path, stdin="x")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_is_exit_2() -> None:
    assert run("events", "--nonsense").returncode == 2
    assert run("events", "--limit", "-1").returncode == 2


def test_a_foreign_text_alone_is_refused_and_leaves_no_record(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(
        "Der Minister reiste gestern nach Moskau und sprach dort mit der Regierung.", "utf-8"
    )
    done = run("read", "de.txt", "--record", "r.duckdb", folder=tmp_path)
    assert done.returncode == 1
    assert "German" in done.stderr
    assert not (tmp_path / "r.duckdb").exists()


def test_rivals_must_be_two(filled: Path) -> None:
    done = run("balance", "PAK", "--between", "USA", "USA", "--record", "r.duckdb", folder=filled)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "ValueError" not in done.stderr


def test_reading_again_adds_nothing(filled: Path) -> None:
    done = run("read", "in.jsonl", "--record", "r.duckdb", "--json", folder=filled)
    row = json.loads(done.stdout)
    assert (row["articles"], row["events"], row["skipped"]) == (0, 0, 2)


def test_one_development_from_two_reports(filled: Path) -> None:
    done = run(
        "developments",
        "--pair",
        "Pakistan,Russia",
        "--format",
        "jsonl",
        "--record",
        "r.duckdb",
        folder=filled,
    )
    talks = [d for d in map(json.loads, done.stdout.splitlines()) if d["event_type"] == "CONSULT"]
    assert len(talks) == 1
    assert {r["article_id"] for r in talks[0]["reports"]} == {"one", "two"}
    assert talks[0]["event_date"]["earliest"] == "2022-04-28"


def test_a_foreign_text_is_a_problem_that_names_the_language(filled: Path) -> None:
    done = run("problems", "--format", "csv", "--record", "r.duckdb", folder=filled)
    assert "German" in done.stdout


def test_show_lays_a_development_open(filled: Path) -> None:
    listed = run("developments", "--format", "csv", "--record", "r.duckdb", folder=filled)
    development = listed.stdout.splitlines()[1].split(",")[0]
    done = run("show", development, "--record", "r.duckdb", folder=filled)
    assert done.returncode == 0
    assert "credence" in done.stdout
    assert "Thursday" in done.stdout


def test_events_in_every_format(filled: Path) -> None:
    for form in ("table", "jsonl", "csv"):
        done = run("events", "--format", form, "--record", "r.duckdb", folder=filled)
        assert done.returncode == 0
        assert "CONSULT" in done.stdout


def test_forget_takes_an_article_and_its_developments_away(filled: Path) -> None:
    copied = filled / "copy.duckdb"
    copied.write_bytes((filled / "r.duckdb").read_bytes())
    for article in ("one", "two"):
        assert run("forget", article, "--record", "copy.duckdb", folder=filled).returncode == 0
    done = run("developments", "--format", "jsonl", "--record", "copy.duckdb", folder=filled)
    assert done.stdout == ""


@pytest.fixture
def copy(filled: Path) -> Path:
    copied = filled / "hand.duckdb"
    copied.write_bytes((filled / "r.duckdb").read_bytes())
    return copied


def test_what_is_split_is_merged_again_and_old_ids_resolve(filled: Path, copy: Path) -> None:
    record = ("--record", str(copy))

    def listed() -> list[dict[str, object]]:
        done = run("developments", "--format", "jsonl", *record, folder=filled)
        return [json.loads(line) for line in done.stdout.splitlines()]

    (whole,) = listed()
    assert len(whole["reports"]) == 2
    parted = run("split", whole["development_id"], "--reason", "two meetings", *record)
    assert parted.returncode == 0, parted.stderr
    one, other = (row["development_id"] for row in listed())
    assert run("read", "in.jsonl", "--again", *record, folder=filled).returncode == 0
    assert len(listed()) == 2
    merged = run("merge", one, other, *record)
    assert merged.returncode == 0, merged.stderr
    (joined,) = listed()
    assert merged.stdout.strip() == joined["development_id"]
    for old in (one, other):
        assert joined["development_id"] in run("show", old, *record).stdout


def test_merge_refuses_what_cannot_be_one(filled: Path, copy: Path) -> None:
    record = ("--record", str(copy))
    done = run("developments", "--format", "jsonl", *record, folder=filled)
    only = json.loads(done.stdout)["development_id"]
    for arguments, words in (
        (("merge", only, only), "one already"),
        (("merge", only, "d-00000"), "d-00000"),
        (("split", "one"), "article"),
    ):
        refused = run(*arguments, *record)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert words in refused.stderr


def test_reliability_is_listed_set_and_taken_back(filled: Path, copy: Path) -> None:
    record = ("--record", str(copy), "--json")

    def listed(*arguments: str) -> dict[str, dict[str, object]]:
        done = run("reliability", *arguments, *record)
        assert done.returncode == 0, done.stderr
        return {row["outlet"]: row for row in json.loads(done.stdout)}

    def credence() -> float:
        done = run("developments", "--format", "jsonl", "--record", str(copy))
        return json.loads(done.stdout)["credence"]["mean"]

    before = credence()
    assert listed()["Dawn"]["basis"] == "table"
    told = listed("--set", "Dawn=E", "--set", "TASS=E")
    assert (told["Dawn"]["grade"], told["Dawn"]["basis"]) == ("E", "user")
    assert credence() < before
    listed("--learn")
    assert listed()["Dawn"]["grade"] == "E"
    listed("--unset", "Dawn", "--unset", "TASS")
    assert credence() == pytest.approx(before, abs=0.05)
    for wrong in (("--set", "Dawn"), ("--set", "Dawn=Z"), ("--unset", "Nobody")):
        done = run("reliability", *wrong, *record)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1


def test_actors_are_looked_up_in_order() -> None:
    done = run("actors", "-", "--json", stdin="the Kremlin\na wooden chair\n")
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["RUS", None]


def test_export_writes_every_table(filled: Path) -> None:
    assert run("export", "out", "--record", "r.duckdb", folder=filled).returncode == 0
    assert {"articles.parquet", "events.parquet", "developments.parquet"} <= {
        path.name for path in (filled / "out").iterdir()
    }
