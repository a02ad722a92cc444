"""Kept crashes: whole or not at all, whoever writes at once or is killed; damage is told."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import validator
from validator.crashes import MINIMIZED, RAW, CrashReport, Measured, Step, Verdict
from validator.errors import UsageError
from validator.fuzz.case_json import CaseError, case_from, case_text
from validator.fuzz.regressions import CASE, INPUT, Regressions, case_id, is_case, load_case
from validator.measure import FieldChange

ROOT = Path(validator.__file__).parents[1]
DATA = b"RUL1 and the rest"


def measured(data: bytes, name: str = "") -> Measured:
    return Measured(len(data), hashlib.sha256(data).hexdigest(), name)


def report(data: bytes = DATA, **more: object) -> CrashReport:
    plain = CrashReport(
        id="sigsegv-in-parse-0123abcd",
        state=MINIMIZED,
        outcome="crashed",
        signature="SIGSEGV in parse",
        gate=Verdict("checksum-mismatch", "sum", "wrong sum"),
        schema="rules",
        digest="0" * 64,
        consumer={"name": "reader", "kind": "command", "command": ["./reader", "{file}"]},
        path="rules[0].id",
        changes=(
            FieldChange("changed", "rules[0].id", 10, 4, 1, 2, ("one", "")),
            FieldChange("changed", "rules[0].body", 14, 2, b"\x00\xff", b""),
            FieldChange("changed", "rules[0].part", 16, 4, float("inf"), 0.5),
            FieldChange("inserted", "rules[1]", 20, 4, None, None),
        ),
        nearest=measured(b"near", "seed.bin"),
        origin=(Step("seed", "a.bin"), Step("mutated", "id 1 -> 2", (("rules[0].id", "1 -> 2"),))),
        found=measured(data * 2),
        kept=measured(data),
        stack=("parse reader.c:10",),
        evidence=("boom",),
        notes=("it does not come back alone",),
        version="1.0",
        schema_path="{project}/rules.ksy",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # passed on


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    store = Regressions(str(tmp_path / "deep" / "regressions"))
    folder = store.save(report(), DATA)
    assert sorted(os.listdir(folder)) == [CASE, INPUT]
    kept = store.load(report().id)
    assert (kept.report, kept.data, kept.folder) == (report(), DATA, folder)
    assert store.names() == (report().id,)
    assert load_case(folder).report == report()


def test_the_file_follows_the_published_schema() -> None:
    schema = json.loads((ROOT / "docs" / "case.schema.json").read_text(encoding="utf-8"))
    for one in (report(), report(nearest=None, changes=(), state=RAW)):
        jsonschema.validate(json.loads(case_text(one)), schema)


def test_a_crash_is_replaced_and_nothing_stays_beside(tmp_path: Path) -> None:
    store = Regressions(str(tmp_path))
    store.save(report(state=RAW), DATA)
    store.save(report(b"less"), b"less")
    assert store.load(report().id).data == b"less"
    assert os.listdir(tmp_path) == [report().id]


@pytest.mark.parametrize("what", ["new", "old"])
def test_what_a_killed_process_left_is_put_right(tmp_path: Path, what: str) -> None:
    store = Regressions(str(tmp_path))
    folder = store.save(report(), DATA)
    beside = tmp_path / f".{report().id}.{what}.0123456789abcdef"
    if what == "old":
        os.rename(folder, beside)  # killed between the two renames: nothing has the name
    else:
        shutil.copytree(folder, beside)
        (beside / CASE).unlink()
    assert store.names() == (report().id,)
    assert store.load(report().id).data == DATA
    assert os.listdir(tmp_path) == [report().id]


def _save_often(folder: str, letter: str) -> None:
    store = Regressions(folder)
    for count in range(1, 25):
        data = letter.encode() * count
        store.save(report(data), data)


def test_two_processes_save_the_same_signature(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_save_often, args=(str(tmp_path), each)) for each in "ab"]
    for one in both:
        one.start()
    seen = set()
    store = Regressions(str(tmp_path))
    while any(one.is_alive() for one in both):
        try:
            seen.add(store.load(report().id).data[:1])
        except CaseError as error:  # before the first is there
            assert "no such file" in str(error)
            assert not seen
    for one in both:
        one.join()
        assert one.exitcode == 0
    assert store.load(report().id).data in (b"a" * 24, b"b" * 24)
    assert os.listdir(tmp_path) == [report().id]


WRITER = """
import sys
sys.path[:0] = {paths!r}
from test_fuzz_regressions import DATA, report
from validator.fuzz.regressions import Regressions
store = Regressions(sys.argv[1])
store.save(report(), DATA)
print("ready", flush=True)
while True:
    store.save(report(), DATA)
"""


@pytest.mark.parametrize("after_ms", [1, 4, 9, 17])
def test_a_writer_that_is_killed_loses_nothing(tmp_path: Path, after_ms: int) -> None:
    code = WRITER.format(paths=[str(Path(__file__).parent), str(ROOT)])
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer, writer.stdout as said:
        assert said.readline() == "ready\n"
        time.sleep(after_ms / 1000)
        writer.send_signal(signal.SIGKILL)
    store = Regressions(str(tmp_path))
    assert store.names() == (report().id,)
    assert store.load(report().id).data == DATA
    assert store.save(report(b"x"), b"x") == str(tmp_path / report().id)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot be written"):
        Regressions(str(tmp_path / "file" / "in")).save(report(), DATA)
    assert Regressions(str(tmp_path / "file")).names() == ()
    assert Regressions(str(tmp_path / "nowhere")).names() == ()


DAMAGES = {
    "not JSON": (b"{", "not JSON"),
    "no object": (b"[]", "not an object"),
    "deep": (b"[" * 100_000, "not JSON"),
    "another format": (b'{"format": "x"}', "format: expected contentgate-case"),
    "huge": (b" " * (1 << 20) + b"{}", "larger than"),
}


@pytest.mark.parametrize(("text", "message"), DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_case_is_told(tmp_path: Path, text: bytes, message: str) -> None:
    store = Regressions(str(tmp_path))
    (Path(store.save(report(), DATA)) / CASE).write_bytes(text)
    with pytest.raises(CaseError, match=message):
        store.load(report().id)
    assert store.names() == (report().id,)


def test_another_version_is_told_as_such() -> None:
    value = {**json.loads(case_text(report())), "version": 2}
    with pytest.raises(CaseError, match="version: expected 1, found 2"):
        case_from(json.dumps(value).encode())


def test_an_input_of_another_case_is_told(tmp_path: Path) -> None:
    store = Regressions(str(tmp_path))
    folder = Path(store.save(report(), DATA))
    (folder / INPUT).write_bytes(DATA + b"!")
    with pytest.raises(CaseError, match="sha256 differs"):
        store.load(report().id)
    (folder / INPUT).unlink()
    with pytest.raises(CaseError, match=r"input\.bin: cannot be read: no such file"):
        store.load(report().id)
    os.mkfifo(folder / INPUT)
    with pytest.raises(CaseError, match=r"input\.bin"):
        store.load(report().id)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
def test_any_value_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    value = json.loads(case_text(report()))
    place = value
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        place = inner
    place[key] = data.draw(_JSON)
    try:
        found = case_from(json.dumps(value).encode())
    except CaseError:
        return
    assert isinstance(found, CrashReport)
    assert case_from(case_text(found).encode()) == found or found != found  # noqa: PLR0124 - nan


@given(st.text(), st.text(), st.text())
def test_a_name_is_a_plain_folder_name(outcome: str, signature: str, about: str) -> None:
    name = case_id(outcome, signature, about)
    assert os.path.basename(name) == name
    assert not name.startswith(".")
    assert case_from(case_text(report(id=name)).encode()).id == name
    assert case_id(outcome, signature, about) == name
    assert case_id(outcome, signature, about + "x") != name


def test_a_hidden_folder_is_no_case(tmp_path: Path) -> None:
    folder = Path(Regressions(str(tmp_path)).save(report(), DATA))
    assert is_case(str(folder))
    hidden = folder.rename(tmp_path / ".hidden")
    assert not is_case(str(hidden))
    assert not is_case(str(tmp_path))
