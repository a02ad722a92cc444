"""The seeded faults: each is reached by the file that is known to reach it, and by no seed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.findings import Severity

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "seeded"
SEEDS = sorted(EXAMPLE.glob("seeds/*/*.chan"))
CRASHERS = sorted(EXAMPLE.glob("crashers/*.bin"))
FUNCTIONS = {
    "header-count": "reserve_marks", "string-offset": "rule_name",
    "count-times-size": "load_rule", "regex-class": "regex_is_closed",
    "duplicate-id": "agree", "child-length": "join_blobs", "sum-of-lengths": "join_blobs",
    "input-count": "run_instance", "off-by-one": "load_template", "recursion": "note_shape",
    "operator-pair": "is_in_range", "same-value": "count_self_test",
    "two-agree": "merge_instances", "node-count": "load_nodes",
}  # fmt: skip
WELL_FORMED = ("regex-class", "input-count", "off-by-one", "operator-pair", "same-value",
               "two-agree", "node-count")  # fmt: skip
"""Faults that files reach which no check of a format refuses."""


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All programs, without debug information but for the names of functions."""
    if not (shutil.which("make") and (shutil.which("clang") or shutil.which("cc"))):
        pytest.skip("needs make and a C compiler")
    folder = tmp_path_factory.mktemp("seeded") / "build"
    made = subprocess.run(
        ["make", "-s", "-j2", "programs", f"BUILD={folder}", "CFLAGS=-O0 -gline-tables-only"],
        cwd=EXAMPLE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode and "asan" in made.stderr:
        pytest.skip("the compiler has no AddressSanitizer")
    assert made.returncode == 0, made.stderr
    return folder


def run(program: Path, *files: Path, symbolize: int = 0) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "ASAN_OPTIONS": f"detect_leaks=1:symbolize={symbolize}"}
    return subprocess.run(
        [str(program), *map(str, files)], capture_output=True, text=True, errors="replace",
        check=False, timeout=60, env=env,
    )  # fmt: skip


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"seeded_{name}", EXAMPLE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def path() -> Iterator[None]:
    before = list(sys.path)
    yield
    sys.path[:] = before


def test_committed_files_are_what_the_script_makes(path: None) -> None:
    made = load("make_files").files()
    committed = {str(one.relative_to(EXAMPLE)): one.read_bytes() for one in (*SEEDS, *CRASHERS)}
    assert committed == made


def test_every_fault_has_a_build_a_consumer_and_a_crasher() -> None:
    defined = re.findall(r"#define FAULT_(\w+)", (EXAMPLE / "interpreter/faults.h").read_text())
    names = {name.lower().replace("_", "-") for name in defined}
    toml = (EXAMPLE / "contentgate.toml").read_text()
    assert names == set(FUNCTIONS) == {one.stem for one in CRASHERS}
    assert set(re.findall(r"^\[consumers\.(\S+)\]", toml, re.MULTILINE)) == {*names, "sound"}


@pytest.mark.slow
def test_the_build_without_fault_survives_everything(builds: Path) -> None:
    valid = sorted((ROOT / "corpus/channel_file/valid").iterdir())
    invalid = sorted((ROOT / "corpus/channel_file/invalid").glob("*.bin"))
    done = run(builds / "sound", *SEEDS, *valid)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": accepted: ") == len(SEEDS) + len(valid)
    damaged = run(builds / "sound", *CRASHERS, *invalid)
    assert damaged.returncode in (0, 3), damaged.stderr
    assert damaged.stdout.count("\n") == len(CRASHERS) + len(invalid)


@pytest.mark.slow
def test_no_fault_is_reached_by_a_seed_or_by_the_crasher_of_another(builds: Path) -> None:
    for name in FUNCTIONS:
        others = [one for one in CRASHERS if one.stem != name]
        done = run(builds / name, *SEEDS, *others)
        assert done.returncode in (0, 3), f"{name}: {done.stderr}"
        assert done.stdout.count("\n") == len(SEEDS) + len(others), name


@pytest.mark.slow
def test_every_fault_is_reached_by_its_crasher_in_the_function_that_has_it(builds: Path) -> None:
    if not (shutil.which("llvm-symbolizer") or not shutil.which("clang")):
        pytest.skip("clang's reports need llvm-symbolizer")
    for crasher in CRASHERS:
        report = run(builds / crasher.stem, crasher, symbolize=1).stderr
        assert "ERROR: AddressSanitizer: " in report, crasher.stem
        assert f" in {FUNCTIONS[crasher.stem]} " in report, crasher.stem


@pytest.mark.slow
def test_crashers_are_as_small_as_the_fault_permits(builds: Path, tmp_path: Path) -> None:
    """Without its last byte no file reaches its fault, size and checksum made right."""
    seal = load("make_files").seal
    for crasher in CRASHERS:
        if crasher.stat().st_size > 40:
            cut = tmp_path / crasher.name
            cut.write_bytes(seal(crasher.read_bytes()[:-1]))
            assert run(builds / crasher.stem, cut).returncode in (0, 3), crasher.stem


def _errors(schema: Schema, data: bytes) -> list[str]:
    found = schema.check_bytes(data)
    return [one.rule for one in found if one.severity is Severity.ERROR]


def test_the_gate_accepts_all_seeds() -> None:
    second, first = (
        load_schema(EXAMPLE / "seeded.ksy"),
        load_schema(ROOT / "schemas" / "channel_file.ksy"),
    )
    for seed in SEEDS:
        assert _errors(second, seed.read_bytes()) == [], seed.name
        if seed.parent.name != "attachments":
            assert _errors(first, seed.read_bytes()) == [], seed.name


def test_the_schema_of_the_second_edition_is_what_the_script_makes_of_the_first() -> None:
    assert (EXAMPLE / "seeded.ksy").read_text() == load("make_schema").schema()


@pytest.mark.slow
def test_faults_of_well_formed_files_are_reached_by_files_that_the_gate_accepts(
    builds: Path, path: None, tmp_path: Path
) -> None:
    made = load("make_files").well_formed()
    assert set(made) == set(WELL_FORMED)
    schema = load_schema(ROOT / "schemas" / "channel_file.ksy")
    for name, data in made.items():
        assert _errors(schema, data) == [], name
        file = tmp_path / f"{name}.chan"
        file.write_bytes(data)
        assert run(builds / name, file).returncode not in (0, 3), name
