"""`contentgate check` in process: verdicts, exit codes, what is read, what is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import make_folder, record, run, toy, transcript
from golden_files import check_golden

CONFIG = """\
[[content]]
files = ["*.toy", "sub/**"]
exclude = ["sub/skip.toy"]
schema = "toy.ksy"
contracts = ["sensor.toml"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_folder(tmp_path, monkeypatch)


def test_transcripts() -> None:
    text = transcript(
        "check good.toy --schema toy.ksy --contract sensor.toml",
        "check good.toy --schema toy.ksy",
        "check good.toy bad.toy cut.toy tail.toy many.toy -s toy.ksy -c sensor.toml",
        "check bad.toy -s toy.ksy -q --max-findings 1",
        "check bad.toy good.toy -s toy.ksy --format concise",
        "check nowhere.toy -s toy.ksy",
        "check good.toy",
        "check good.toy -s toi.ksy",
        "check good.toy -s uefi_dbz",
        "check good.toy -s toy.ksy --format sarf",
        "check good.toy -s toy.ksy --report sarif",
        "check - - -s toy.ksy",
    )
    check_golden("cli/check.txt", text)


def test_verdict_and_status() -> None:
    assert run("check", "good.toy", "-s", "toy.ksy").status == 0
    assert run("check", "bad.toy", "good.toy", "-s", "toy.ksy").status == 1
    assert run("check", "good.toy", "-s", "nowhere.ksy").status == 2


def test_every_contract_is_checked(folder: Path) -> None:
    other = (folder / "sensor.toml").read_text().replace("sensor-1", "sensor-2")
    (folder / "other.toml").write_text(other.replace("= 3", "= 40"))
    ran = run("check", "many.toy", "-s", "toy.ksy", "-c", "sensor.toml", "-c", "other.toml")
    assert ran.status == 1
    assert ran.out.count("error[count-exceeds-contract]") == 1
    assert "30 records, but sensor-1 takes 3" in ran.out
    assert run("check", "many.toy", "-s", "toy.ksy", "-c", "other.toml").status == 0


def test_two_contracts_of_one_name_are_refused(folder: Path) -> None:
    (folder / "copy.toml").write_bytes((folder / "sensor.toml").read_bytes())
    ran = run("check", "good.toy", "-s", "toy.ksy", "-c", "sensor.toml", "-c", "copy.toml")
    assert ran.status == 2
    assert "copy.toml: contract sensor-1 is in sensor.toml too" in ran.err


def test_folders_are_searched_in_order(folder: Path) -> None:
    for name in ("sub/b.toy", "sub/a.toy", "sub/deep/c.toy", "sub/.hidden/d.toy", "sub/.e.toy"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(toy(record(1)))
    (folder / "sub/link").symlink_to(folder / "sub/deep")
    (folder / "sub/loop").symlink_to(folder / "sub")
    os.mkfifo(folder / "sub/pipe")
    ran = run("check", "sub", "good.toy", "sub/a.toy", "-s", "toy.ksy", "--format", "json")
    files = [file["file"] for file in json.loads(ran.out)["meta"]["files"]]
    assert files == ["sub/a.toy", "sub/b.toy", "sub/deep/c.toy", "good.toy"]
    assert "2 hidden names below sub not looked at: sub/.e.toy, sub/.hidden" in ran.err
    assert "2 links to folders below sub not looked at: sub/link, sub/loop" in ran.err
    assert "1 pipe, socket or device below sub not looked at: sub/pipe" in ran.err


def test_an_empty_folder_is_inconclusive(folder: Path) -> None:
    (folder / "empty").mkdir()
    ran = run("check", "empty", "-s", "toy.ksy")
    assert ran.status == 3
    assert "INCONCLUSIVE" in ran.out
    assert "nothing was checked" in ran.out
    assert "empty holds no file" in ran.out


def test_a_folder_that_cannot_be_searched_is_inconclusive(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    real = os.scandir

    def scandir(path: str) -> object:
        if path == "sub":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    ran = run("check", "sub", "good.toy", "-s", "toy.ksy")
    assert ran.status == 3
    assert "sub cannot be searched: permission denied" in ran.out


def test_standard_input() -> None:
    ran = run("check", "-", "-s", "toy.ksy", stdin=toy(record(1, kind=9)))
    assert ran.status == 1
    assert ran.out.startswith("<stdin>:0x8+1: error[value-not-in-enum] records[0].kind")
    assert run("check", "-", "-s", "toy.ksy", stdin=toy(record(1))).status == 0


def test_standard_input_is_bounded(folder: Path) -> None:
    text = (folder / "toy.ksy").read_text()
    (folder / "small.ksy").write_text(f"-budget:\n  file-size: 20\n{text}")
    ran = run("check", "-", "-s", "small.ksy", stdin=bytes(1000))
    assert ran.status == 1
    assert "error[budget-exceeded] file is too large" in ran.out


def test_configuration_gives_schema_and_contracts(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(CONFIG)
    ran = run("check", "good.toy", "many.toy")
    assert ran.status == 1
    assert "30 records, but sensor-1 takes 3" in ran.out
    assert "contract  sensor-1" in ran.out
    assert run("check", "good.toy").status == 0


def test_a_file_that_matches_nothing_is_named(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(CONFIG)
    (folder / "readme.md").write_text("hello")
    ran = run("check", "good.toy", "readme.md")
    assert ran.status == 3
    assert "readme.md matches no [[content]] of contentgate.toml: not checked" in ran.out
    assert run("check", "bad.toy", "readme.md").status == 1
    assert run("check", "readme.md").status == 3
    stdin = run("check", "-", stdin=b"x")
    assert stdin.status == 3
    assert "standard input has no name to match" in stdin.out


def test_files_of_a_folder_that_match_nothing_are_noted(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(CONFIG)
    (folder / "sub").mkdir()
    (folder / "sub/one.toy").write_bytes(toy(record(1)))
    (folder / "sub/skip.toy").write_bytes(b"junk")
    ran = run("check", "sub")
    assert ran.status == 0
    assert "1 file matches no [[content]] of contentgate.toml, not checked: sub/skip.toy" in ran.out


def test_a_contract_pattern_that_matches_nothing(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(CONFIG.replace("sensor.toml", "contracts/*"))
    ran = run("check", "good.toy")
    assert ran.status == 3
    assert "no contract matches contracts/*" in ran.out


def test_schema_and_config_exclude_one_another(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(CONFIG)
    ran = run("check", "good.toy", "-s", "toy.ksy", "--config", "contentgate.toml")
    assert ran.status == 2
    assert "--schema and --config exclude one another" in ran.err


def test_shipped_schemas_have_names() -> None:
    ran = run("check", "good.toy", "-s", "uefi_dbx")
    assert ran.status == 1
    assert "uefi_dbx.ksy" in ran.out


def test_warnings_do_not_refuse(folder: Path) -> None:
    text = (folder / "toy.ksy").read_text()
    message = 'message: "{count} records, but'
    assert message in text
    (folder / "toy.ksy").write_text(
        text.replace("count <= contract.max_records", "count == 7").replace(
            '    message: "{count} records, but {contract.name} takes {contract.max_records}"',
            "    severity: warning\n    message: odd count",
        )
    )
    ran = run("check", "good.toy", "-s", "toy.ksy")
    assert ran.status == 0
    assert "warning[count-exceeds-contract] odd count" in ran.out
    assert "ACCEPTED" in ran.out


def test_reports_are_written_besides(folder: Path) -> None:
    ran = run(
        "check", "bad.toy", "-s", "toy.ksy",
        "--report", "sarif=out/a.sarif", "--report", "json=b.json", "--format", "jsonl",
    )  # fmt: skip
    assert ran.status == 1
    assert json.loads((folder / "out/a.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((folder / "b.json").read_text())["summary"]["refused"] == 1
    kinds = [json.loads(line)["type"] for line in ran.out.splitlines()]
    assert kinds[0] == "run" and kinds[-1] == "summary"
    assert ran.err.startswith("refused: ")


def test_two_reports_to_one_file_are_refused() -> None:
    ran = run("check", "good.toy", "-s", "toy.ksy", "--report", "json=x", "--report", "sarif=./x")
    assert ran.status == 2
    assert "another report goes to the same file" in ran.err


def test_color_is_asked_for_in_this_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def has_color(*arguments: str) -> bool:
        return "\x1b[" in run("check", "bad.toy", "-s", "toy.ksy", *arguments).out

    assert not has_color()
    assert has_color("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert has_color()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_color()
    assert has_color("--color", "always")
    assert not has_color("--color", "never")


def test_processes_give_the_same_output_as_one(folder: Path) -> None:
    names = []
    for number in range(24):
        name = f"f{number:02}.toy"
        good = toy(record(1), record(2))
        (folder / name).write_bytes(good if number % 3 else good[: -number - 1])
        names.append(name)
    arguments = ["check", *names, "good.toy", "-", "bad.toy", "-s", "toy.ksy", "-c", "sensor.toml"]
    one = run(*arguments, "--jobs", "1", stdin=b"TOY!")
    many = run(*arguments, "--jobs", "2", stdin=b"TOY!")
    assert one.status == many.status == 1
    assert one.out == many.out


def test_many_files_are_checked_in_processes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from validator.cli import checking

    names = [f"f{number}.toy" for number in range(checking.MIN_FILES)]
    for name in names:
        (folder / name).write_bytes(b"x" * 10)
    assert checking.choose_jobs(names, None) == 1
    monkeypatch.setattr(checking, "MIN_BYTES", 10 * len(names))
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1, 2})
    assert checking.choose_jobs(names, None) == 3
    assert checking.choose_jobs(names[:-1], None) == 1
    assert checking.choose_jobs(names, 200) == len(names)
    assert checking.choose_jobs([*names, "nowhere"], 1) == 1
