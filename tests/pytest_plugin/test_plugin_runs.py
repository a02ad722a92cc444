"""The plugin in whole runs of pytest: what is collected, what passes, what a failure says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import construct
import pytest
import yaml

from validator.check import schema as check_schema
from validator.ksy import parse
from validator.testing import cases, choosing, items, keeping

# A run in this process forgets what it has imported; extension modules do not survive that.
LOADED = (cases, check_schema, choosing, construct, items, keeping, parse, yaml)
pytest_plugins = ["pytester"]

SCHEMA = """\
meta: {id: toy, endian: le}
seq:
  - {id: magic, contents: TOY1}
  - {id: n, type: u1}
  - {id: records, type: record, repeat: expr, repeat-expr: n}
types:
  record:
    seq:
      - {id: id, type: u2}
      - {id: level, type: u1, valid: {max: 9}}
"""
READER = """\
import struct

COLORS = "abcdefghi"

def read(data):
    if data[:4] != b"TOY1" or len(data) != 5 + 3 * data[4]:
        raise ValueError("no toy")
    for at in range(5, len(data), 3):
        number, level = struct.unpack_from("<HB", data, at)
        if level > 9:
            raise ValueError("level")
        COLORS[level]
"""
FIXED = READER.replace("abcdefghi", "abcdefghij")
INI = """\
[pytest]
testpaths = tests
pythonpath = .
filterwarnings = error
contentgate_schema = toy.ksy
contentgate_consumer = reader
contentgate_corpus = files/*.toy
"""
CONFIG = """\
[consumers.reader]
kind = "python"
target = "reader:read"
paths = ["."]
timeout = "20s"
"""
SURVIVES = """\
from validator.pytest_plugin import contentgate_cases

@contentgate_cases(derandomize=True)
def test_survives(case):
    pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini(INI)
    write(pytester, "toy.ksy", SCHEMA)
    write(pytester, "reader.py", READER)
    write(pytester, "contentgate.toml", CONFIG)
    for name, data in (("none", b"TOY1\0"), ("one", b"TOY1\1\7\0\3")):
        (folder := pytester.path / "files").mkdir(exist_ok=True)
        (folder / f"{name}.toy").write_bytes(data)
    return pytester


def write(project: pytest.Pytester, name: str, text: str) -> None:
    path = project.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def kept(project: pytest.Pytester) -> list[Path]:
    return sorted((project.path / "corpus" / "regressions").glob("*/case.json"))


def test_a_fault_is_made_small_kept_and_run_for_ever(project: pytest.Pytester) -> None:
    write(project, "tests/test_toy.py", SURVIVES)
    result = project.runpytest_inprocess("--contentgate-keep")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E * reader does not survive a file that the gate accepts: crashed: IndexError in read",
            "E     expected  accept or reject within 20 s and *",
            "E     gate      accepted",
            "E     file      *test_survives-*.bin (* bytes)",
            "E     run * reader.read(*",
            "E *case=<* bytes: 54 4f 59 31 *>,",
            "reader: crashed: IndexError in read, corpus/regressions/indexerror-in-read-*",
            "  change    records[[]0[]].level * -> 9",
            "  replay    contentgate replay corpus/regressions/indexerror-in-read-*",
        ]
    )
    (case,) = kept(project)
    assert (case.parent / "input.bin").read_bytes()[:5] == b"TOY1\1"
    assert str(project.path) not in case.read_text()

    result = project.runpytest_inprocess("-k", "indexerror")
    result.assert_outcomes(failed=1, deselected=1)
    result.stdout.fnmatch_lines(
        ["still failing  indexerror-in-read-*", "  change    records[[]0[]].level * -> 9"]
    )
    assert "Traceback" not in result.stdout.str()

    write(project, "reader.py", FIXED)
    project.runpytest_inprocess().assert_outcomes(passed=2)
    project.runpytest_inprocess("--no-contentgate-regressions").assert_outcomes(passed=1)
    project.runpytest_inprocess("tests").assert_outcomes(passed=1)
    project.runpytest_inprocess("corpus").assert_outcomes(passed=1)
    project.runpytest_inprocess("-m", "not contentgate").assert_outcomes(deselected=2)

    write(project, "reader.py", READER.replace("COLORS[level]", "{}[level]"))
    result = project.runpytest_inprocess("corpus")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["changed *", "*IndexError in read before, *KeyError in read now*"])


CASE = {"format": "contentgate-case", "version": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "case.json: it is not JSON"), (json.dumps(CASE), "case.json: * is missing")],
)
def test_a_damaged_case_fails(project: pytest.Pytester, text: str, said: str) -> None:
    write(project, "corpus/regressions/x/case.json", text)
    write(project, "corpus/regressions/x/input.bin", "")
    write(project, "tests/case.json", "{}")
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"corpus/regressions/x: {said}*"])


def test_a_recorded_consumer_of_elsewhere_is_not_run(project: pytest.Pytester) -> None:
    write(project, "tests/test_toy.py", SURVIVES)
    project.runpytest_inprocess("--contentgate-keep")
    (case,) = kept(project)
    mark = project.path / "was-run"
    row = json.loads(case.read_text())
    row["consumer"] |= {"name": "gone", "kind": "command", "command": ["/usr/bin/touch", str(mark)]}
    case.write_text(json.dumps(row))
    result = project.runpytest_inprocess("corpus")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*: not run: no consumer gone is configured here*"])
    project.runpytest_inprocess("corpus", "--contentgate-missing=skip").assert_outcomes(skipped=1)
    assert not mark.exists()


def test_fixtures(project: pytest.Pytester) -> None:
    write(
        project,
        "tests/test_toy.py",
        """\
import pytest
from hypothesis import given, strategies as st
from validator.pytest_plugin import contentgate_cases

def test_file(contentgate_file, contentgate_schema, contentgate_consumer):
    assert contentgate_schema.check_bytes(contentgate_file.data) == []
    assert contentgate_consumer.run(contentgate_file.data).kind.value == "accepted"

def test_all(contentgate_corpus, contentgate):
    assert [file.name for file in contentgate_corpus] == ["files/none.toy", "files/one.toy"]
    assert contentgate.schema("toy.ksy") is contentgate.schema()
    assert contentgate.schema("uefi_dbx").name == "uefi_dbx"
    assert contentgate.corpus("files/o*")[0].data == b"TOY1\\1\\7\\0\\3"
    assert contentgate.consumer("reader:read").run(b"").kind.value == "rejected"

class TestMethods:
    @contentgate_cases(mode="valid", count=3, number=st.integers(0, 9))
    def test_method(self, contentgate_schema, case, number, tmp_path_factory):
        assert contentgate_schema.check_bytes(case.data) == [] and 0 <= number < 10
        assert case.outcome.kind.value in ("accepted", "crashed")
        with open(case.path, "rb") as file:
            assert file.read() == case.data
        assert case.trace.data == case.data and case.is_accepted

    test_method = pytest.mark.xfail(strict=False)(test_method)
""",
    )
    result = project.runpytest_inprocess()
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] + outcomes.get("xpassed", 0) + outcomes.get("xfailed", 0) == 4
    assert outcomes["passed"] == 3


COUNTED = """\
from hypothesis import settings
from validator.pytest_plugin import contentgate_cases

SEEN = {}

def count(name, case):
    SEEN.setdefault(name, []).append(case.data)

@contentgate_cases(expect="nothing")
def test_plain(case):
    count("plain", case)

@contentgate_cases(expect="nothing", count=7)
def test_counted(case):
    count("counted", case)

@settings(max_examples=11)
@contentgate_cases(expect="nothing")
def test_above(case):
    count("above", case)

@contentgate_cases(expect="nothing")
@settings(max_examples=13)
def test_below(case):
    count("below", case)

@contentgate_cases(expect="nothing", derandomize=True, count=9, argument="file")
def test_derandomized(file):
    count("same", file)

def test_last():
    import pathlib
    pathlib.Path("seen.txt").write_text(repr({k: len(v) for k, v in SEEN.items()}))
    pathlib.Path("same.txt").write_text(repr(SEEN["same"]))
"""


def test_counts_and_settings(project: pytest.Pytester) -> None:
    write(project, "tests/test_toy.py", COUNTED)
    write(
        project,
        "conftest.py",
        "from hypothesis import settings\n"
        "settings.register_profile('mine', max_examples=17, derandomize=True, database=None)\n"
        "settings.load_profile('mine')\n",
    )
    project.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=6)
    seen = eval((project.path / "seen.txt").read_text())
    assert seen == {"plain": 17, "counted": 7, "above": 11, "below": 13, "same": 9}
    same = (project.path / "same.txt").read_text()
    project.runpytest_inprocess("--contentgate-cases=5").assert_outcomes(passed=6)
    seen = eval((project.path / "seen.txt").read_text())
    assert set(seen.values()) == {5}
    project.runpytest_inprocess().assert_outcomes(passed=6)
    assert (project.path / "same.txt").read_text() == same


def test_what_cannot_be_used_is_said_without_a_traceback(project: pytest.Pytester) -> None:
    write(
        project,
        "tests/test_toy.py",
        """\
from validator.pytest_plugin import contentgate_cases

@contentgate_cases("uefi_dbz")
def test_schema(case): ...

@contentgate_cases("gone.ksy")
def test_path(case): ...

@contentgate_cases(consumer="raeder")
def test_consumer(case): ...

@contentgate_cases(consumer="no_such_module:read")
def test_module(case): ...

@contentgate_cases(contracts=["gone.toml"])
def test_contract(case): ...

@contentgate_cases(overrides={"records[*].lewel": None})
def test_override(case): ...

def test_corpus(contentgate_corpus): ...
""",
    )
    (project.path / "bad.ksy").write_text("seq: 3")
    result = project.runpytest_inprocess("-o", "contentgate_corpus=none/*")
    result.assert_outcomes(errors=7)
    text = result.stdout.str()
    assert "Traceback" not in text and "internal" not in text
    for said in (
        "contentgate: --schema: no such schema", "did you mean uefi_dbx?", "gone.ksy",
        "contentgate: consumer: no such consumer", "did you mean reader?", "no_such_module",
        "gone.toml", "lewel", "contentgate: no file in the corpus",
    ):  # fmt: skip
        assert said in text, said


def test_arguments_of_the_decorator_are_looked_at_at_once(project: pytest.Pytester) -> None:
    write(
        project,
        "tests/test_toy.py",
        "from validator.pytest_plugin import contentgate_cases\n"
        "@contentgate_cases(mode='mixt')\ndef test_it(case): ...\n",
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*mode='mixt'*", "*valid, boundary, near-miss, mixed*"])


def test_a_missing_consumer_fails_or_is_skipped(project: pytest.Pytester) -> None:
    write(project, "tests/test_toy.py", SURVIVES)
    write(
        project,
        "contentgate.toml",
        '[consumers.reader]\nkind = "command"\ncommand = ["./not-there", "{file}"]\n',
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*not-there*", "*--contentgate-missing=skip*"])
    project.runpytest_inprocess("--contentgate-missing=skip").assert_outcomes(skipped=1)


def test_options_are_in_the_help(pytester: pytest.Pytester) -> None:
    text = pytester.runpytest_inprocess("--help").stdout.str()
    for word in ("--contentgate-cases", "--contentgate-keep", "contentgate_regressions"):
        assert re.search(rf"^ +{word}\b", text, re.MULTILINE), word
    assert pytester.runpytest_inprocess("--contentgate-cases=0").ret == 4


def test_a_consumer_that_is_lost_is_named(project: pytest.Pytester) -> None:
    write(
        project,
        "tests/test_toy.py",
        """\
from validator.errors import ConsumerError
from validator.pytest_plugin import contentgate_cases

@contentgate_cases(count=3)
def test_lost(case):
    raise ConsumerError("consumer reader: gone")
""",
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["contentgate: consumer reader: gone"])
    assert "Traceback" not in result.stdout.str()
