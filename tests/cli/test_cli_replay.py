"""`contentgate replay`: transcripts, states, exit codes, who is run, damaged cases, reports."""

from __future__ import annotations

import hashlib
import json
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from command_line import make_folder, record, run, toy, transcript
from golden_files import check_golden

import validator
from validator.cli.replay import DEFAULT_FOLDER
from validator.crashes import ACCEPTED, MINIMIZED, CrashReport, Measured, Step, Verdict
from validator.fuzz.regressions import Regressions
from validator.measure import FieldChange

ROOT = Path(validator.__file__).parents[1]
READER = """\
#!/bin/sh
case $(head -c 4 "$1") in
DIE!) echo 'free(): invalid pointer' >&2; kill -ABRT $$ ;;
TOY!) if [ -e fixed ]; then exit 0; fi
    printf '\\033[31m::error::\\n' >&2; kill -SEGV $$ ;;
*) exit 1 ;;
esac
"""
CONFIG = """\
[consumers.engine]
kind = "command"
command = ["./reader", "{file}"]
timeout = "20s"
"""
COMMAND = {
    "name": "engine", "limits_text": "20 s and 256 MiB", "kind": "command",
    "limits": {"timeout_s": 20.0}, "command": ["./reader", "{file}"], "reads_stdin": False,
    "accept": [0], "reject": None, "accept_output": "", "reject_output": "", "env": {},
    "cwd": "{project}",
}  # fmt: skip
FILE = toy(record(7))


def crash(data: bytes = FILE, **more: object) -> CrashReport:
    size = Measured(len(data), hashlib.sha256(data).hexdigest())
    plain = CrashReport(
        id="sigsegv-01234567",
        state=MINIMIZED,
        outcome="crashed",
        signature="SIGSEGV",
        gate=Verdict(),
        schema="toy",
        digest="0" * 64,
        consumer=COMMAND,
        path="records[0].level",
        changes=(
            FieldChange("changed", "records[0].kind", 8, 1, 2, 1, ("block", "allow")),
            FieldChange("changed", "records[0].name", 10, 5, "r\x1b[1m", "rule"),
        ),
        nearest=Measured(19, "1" * 64, "made of it by one change"),
        origin=(Step("seed", "a.toy"), Step("mutated", "kind 2 -> 1")),
        found=Measured(4000, "2" * 64),
        kept=size,
        stack=("parse reader.c:10", "main reader.c:3"),
        notes=("a note",),
        version="1.0",
        schema_path="{project}/toy.ksy",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # passed on


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_folder(tmp_path, monkeypatch)
    (made / "reader").write_text(READER, encoding="utf-8")
    (made / "reader").chmod(0o755)
    (made / "contentgate.toml").write_text(CONFIG, encoding="utf-8")
    Regressions(DEFAULT_FOLDER).save(crash(), FILE)
    return made


def test_transcripts(folder: Path) -> None:
    text = transcript(
        "replay --help",
        "replay",
        "replay sigsegv-01234567 --details",
        "replay --details --color always",
        "replay no-such",
        "replay --regressions empty",
        "replay corpus",
        "replay --format sarif",
        "replay --report sarif=x",
    )
    (folder / "fixed").write_bytes(b"")
    text += "\n" + transcript("replay", "replay --details")
    check_golden("cli/replay.txt", text.replace(str(folder), "HERE"))


def test_fixed_failing_and_changed_have_their_exit_codes(folder: Path) -> None:
    assert run("replay").status == 1
    changed = crash(id="changed-01234567", signature="SIGFPE")
    Regressions(DEFAULT_FOLDER).save(changed, FILE)
    ran = run("replay", "changed-01234567", "--format", "json")
    value = json.loads(ran.out)
    assert ran.status == 1
    assert value["crashes"][0]["state"] == "changed"
    assert value["crashes"][0]["reason"] == "crashed: SIGFPE before, crashed: SIGSEGV now"
    (folder / "fixed").write_bytes(b"")
    assert run("replay").status == 0


def test_a_signature_that_says_more_now_is_the_same_crash(folder: Path) -> None:
    more = (
        "#!/bin/sh\necho 'contentgate: SIGSEGV\n    #0 in parse (t.so+0x12)' >&2; kill -SEGV $$\n"
    )
    (folder / "reader").write_text(more, encoding="utf-8")
    found = json.loads(run("replay", "--format", "json").out)["crashes"][0]
    assert (found["state"], found["signature"]) == ("still failing", "SIGSEGV in parse")


def test_json_follows_the_published_schema(folder: Path) -> None:
    store = Regressions(DEFAULT_FOLDER)
    (Path(store.save(crash(id="bad-01234567"), FILE)) / "case.json").write_text("{")
    schema = json.loads((ROOT / "docs" / "replay.schema.json").read_text(encoding="utf-8"))
    ran = run("replay", "--format", "json")
    value = json.loads(ran.out)
    jsonschema.validate(value, schema)
    assert value["summary"] == {"fixed": 0, "still_failing": 1, "changed": 0, "not_run": 1}
    assert ran.status == 1


def test_what_cannot_be_run_is_never_a_success(folder: Path) -> None:
    (folder / "fixed").write_bytes(b"")
    store = Regressions(DEFAULT_FOLDER)
    for name, report in {
        "gone": crash(consumer={**COMMAND, "name": "other", "command": ["sh", "{file}"]}),
        "odd": crash(consumer={"name": "odd", "kind": "other"}),
        "ready": crash(consumer={"name": "x", "kind": "ready", "use": "no-such"}),
        "empty": crash(consumer={}),
    }.items():
        store.save(replace(report, id=f"{name}-01234567"), FILE)
    ran = run("replay", "--format", "json")
    states = {one["id"]: (one["state"], one["reason"]) for one in json.loads(ran.out)["crashes"]}
    assert ran.status == 3
    assert states.pop("sigsegv-01234567")[0] == "fixed"
    assert {state for state, _ in states.values()} == {"not run"}
    assert "case.json says: sh {file}; --as-recorded runs that" in states["gone-01234567"][1]


def test_a_recorded_program_of_elsewhere_runs_only_when_asked_for(folder: Path) -> None:
    (folder / "contentgate.toml").unlink()
    body = {**COMMAND, "command": ["sh", "-c", "exit 0; {file}"]}
    Regressions(DEFAULT_FOLDER).save(crash(consumer=body), FILE)
    assert run("replay").status == 3
    assert run("replay", "--as-recorded").status == 0


def test_a_recorded_program_of_the_project_is_run(folder: Path) -> None:
    (folder / "contentgate.toml").unlink()
    body = {**COMMAND, "command": ["{project}/reader", "{file}"]}
    Regressions(DEFAULT_FOLDER).save(crash(consumer=body), FILE)
    assert run("replay").status == 1
    Regressions(DEFAULT_FOLDER).save(crash(consumer={**body, "env": {"LD_PRELOAD": "x"}}), FILE)
    assert run("replay").status == 3


def test_a_copy_of_project_and_crashes_runs_elsewhere(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other") / "project"
    shutil.copytree(folder, other)
    monkeypatch.chdir(other)
    assert run("replay").status == 1
    (other / "fixed").write_bytes(b"")
    assert run("replay", "corpus/regressions/sigsegv-01234567").status == 0


def test_another_consumer_by_its_path(folder: Path) -> None:
    (folder / "next").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (folder / "next").chmod(0o755)
    assert run("replay", "--consumer", "./next").status == 0
    assert "did you mean engine?" in run("replay", "--consumer", "engin").err


def test_the_gate_of_today_is_told(folder: Path) -> None:
    wrong = toy(record(7, kind=9))
    Regressions(DEFAULT_FOLDER).save(crash(wrong), wrong)
    ran = run("replay")
    assert "gate now  refuses it: value-not-in-enum: records[0].kind" in ran.out
    assert "; when it was kept: accepts it\n" in ran.out
    (folder / "toy.ksy").unlink()
    assert "gate" not in run("replay").out


def test_a_copy_of_a_crash_is_told_by_its_folder(folder: Path) -> None:
    kept = next(Path(DEFAULT_FOLDER).iterdir())
    shutil.copytree(kept, kept.with_name("a-copy"))
    names = [one["id"] for one in json.loads(run("replay", "--format", "json").out)["crashes"]]
    assert names == ["a-copy", kept.name]


def test_reports_are_written(folder: Path) -> None:
    reports = [f"--report={name}=out/r.{name}" for name in ("text", "json", "junit", "html")]
    assert run("replay", *reports).status == 1
    suite = ET.parse(folder / "out" / "r.junit").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("1", "1", "0")
    page = (folder / "out" / "r.html").read_text(encoding="utf-8")
    assert "<b>01</b>" in page
    assert "\x1b" not in page
    assert "contentgate replay corpus/regressions/sigsegv-01234567" in page


def test_hostile_cases_are_shown_safely(folder: Path) -> None:
    Regressions(DEFAULT_FOLDER).save(
        crash(signature="\x1b[31m::error::<script>", path="a\u202eb\nc"), FILE
    )
    for name in ("text", "json", "junit", "html"):
        out = run("replay", "--details", "--format", name).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "<script>" not in out or name in ("text", "json")


@pytest.mark.parametrize("what", ["case.json", "input.bin"])
def test_half_a_case_is_told(folder: Path, what: str) -> None:
    (folder / DEFAULT_FOLDER / "sigsegv-01234567" / what).unlink()
    ran = run("replay")
    assert ran.status == 3
    assert f"{what}: cannot be read: no such file" in ran.out


def test_ids_are_completed(folder: Path) -> None:
    from click.testing import CliRunner

    from validator.cli.main import cli

    found = CliRunner().invoke(
        cli,
        env={
            "_CONTENTGATE_COMPLETE": "bash_complete",
            "COMP_WORDS": "contentgate replay sig",
            "COMP_CWORD": "2",
        },
    )
    assert "sigsegv-01234567" in found.output


def test_no_verdict_is_made_up(folder: Path) -> None:
    assert crash().gate.rule == ACCEPTED
    ran = run("replay", "--format", "json", "--schema", "toy.ksy", "--contract", "sensor.toml")
    assert json.loads(ran.out)["crashes"][0]["gate"]["rule"] == ACCEPTED
    assert run("replay", "--schema", "none.ksy").status == 2
