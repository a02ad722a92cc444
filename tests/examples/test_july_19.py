"""The replay of 19 July, piece by piece: facts, verdicts, and what the interpreter does."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "july-19"
GOOD = ("2024-03-05", "2024-04-08", "2024-04-16", "2024-04-24")
BAD = "2024-07-19"
ALL = (*GOOD, BAD)
needs_compiler = pytest.mark.skipif(
    not (shutil.which("make") and shutil.which("cc")), reason="needs make and a C compiler"
)


def run(*command: str | Path, cwd: Path = EXAMPLE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True,
        errors="replace", timeout=120, check=False,
    )  # fmt: skip


def contentgate(*arguments: str | Path, cwd: Path = EXAMPLE) -> subprocess.CompletedProcess[str]:
    program = "import sys; from validator.cli.entry import main; sys.exit(main())"
    return run(sys.executable, "-c", program, *arguments, cwd=cwd)


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with both sensors built, plain and with AddressSanitizer."""
    copy = tmp_path_factory.mktemp("vendor") / "july-19"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("build", "__pycache__"))
    made = run("make", "-s", "-C", "sensor", "all", "asan", cwd=copy)
    if "asan" in made.stderr and made.returncode:
        pytest.skip("the compiler has no AddressSanitizer")
    assert made.returncode == 0, made.stderr
    return copy


def test_format_is_the_reviewed_schema() -> None:
    ours = (ROOT / "schemas" / "channel_file.ksy").read_bytes()
    assert (EXAMPLE / "format" / "channel_file.ksy").read_bytes() == ours


def test_committed_releases_are_what_the_script_makes(tmp_path: Path) -> None:
    made = run(sys.executable, "make_releases.py", tmp_path)
    assert made.returncode == 0, made.stderr
    for date in ALL:
        committed = EXAMPLE / "releases" / f"{date}.chan"
        assert (tmp_path / f"{date}.chan").read_bytes() == committed.read_bytes(), date


def test_only_the_bad_release_uses_the_21st_criterion() -> None:
    releases = load(EXAMPLE / "make_releases.py").RELEASES
    users = {
        (date, at)
        for date, instances in releases.items()
        for at, instance in enumerate(instances)
        if instance["criteria"][20][0] != "wildcard"
    }
    assert all(len(i["criteria"]) == 21 for made in releases.values() for i in made)
    assert users == {(BAD, 1)}


@needs_compiler
@pytest.mark.parametrize(("version", "supplied"), [("7.11", 20), ("7.16", 21)])
def test_contract_holds_what_the_build_supplies(vendor: Path, version: str, supplied: int) -> None:
    recipe = f"recipes/sensor-{version}.toml"
    extracted = contentgate("contract", "extract", recipe, cwd=vendor)
    assert extracted.returncode == 0, extracted.stderr
    assert f"ipc = {supplied}\n" in extracted.stdout
    assert "ipc_inputs" in extracted.stdout
    committed = (EXAMPLE / "contracts" / f"sensor-{version}.toml").read_text()
    assert facts(extracted.stdout) == facts(committed)


def facts(toml: str) -> object:
    import tomllib

    return tomllib.loads(toml)["facts"]


@needs_compiler
@pytest.mark.parametrize("date", ALL)
def test_interpreter_with_20_inputs_dies_of_the_bad_release_only(vendor: Path, date: str) -> None:
    done = run("build/sensor-7.11-asan", f"releases/{date}.chan", cwd=vendor)
    if date == BAD:
        assert done.returncode != 0
        assert "AddressSanitizer: global-buffer-overflow" in done.stderr
        assert "'ipc_inputs'" in done.stderr
        assert "of size 160" in done.stderr
    else:
        assert (done.returncode, done.stderr) == (0, "")


@needs_compiler
@pytest.mark.parametrize("date", ALL)
def test_interpreter_with_21_inputs_accepts_every_release(vendor: Path, date: str) -> None:
    done = run("build/sensor-7.16-asan", f"releases/{date}.chan", cwd=vendor)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("date", ALL)
def test_python_interpreters_tell_the_same_story(date: str) -> None:
    old = run(sys.executable, "sensor_py/sensor.py", "7.11", f"releases/{date}.chan")
    new = run(sys.executable, "sensor_py/sensor.py", "7.16", f"releases/{date}.chan")
    assert new.returncode == 0
    assert old.returncode == (1 if date == BAD else 0)
    assert ("IndexError" in old.stderr) == (date == BAD)


@needs_compiler
def test_both_languages_answer_alike_to_damaged_releases(vendor: Path) -> None:
    good = (EXAMPLE / "releases" / "2024-04-24.chan").read_bytes()
    damaged = vendor / "damaged.chan"
    for cut in range(0, len(good), 23):
        damaged.write_bytes(good[:cut])
        in_c = run("build/sensor-7.16-asan", damaged, cwd=vendor)
        in_python = run(sys.executable, "sensor_py/sensor.py", "7.16", damaged, cwd=vendor)
        assert (in_c.returncode, in_c.stderr) == (3, ""), cut
        assert (in_python.returncode, in_python.stdout) == (3, in_c.stdout), cut


@pytest.mark.parametrize("date", ALL)
def test_format_alone_lets_every_release_through(date: str) -> None:
    schema = "format/channel_file.ksy"
    done = contentgate("check", f"releases/{date}.chan", "--schema", schema)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("date", ALL)
@pytest.mark.parametrize("version", ["7.11", "7.16"])
def test_contract_refuses_the_bad_release_for_the_old_sensor_only(version: str, date: str) -> None:
    contract = f"contracts/sensor-{version}.toml"
    release = f"releases/{date}.chan"
    schema = "format/channel_file.ksy"
    done = contentgate("check", release, "--schema", schema, "--contract", contract)
    is_refused = version == "7.11" and date == BAD
    assert done.returncode == (1 if is_refused else 0), done.stdout + done.stderr
    assert ("error[count-exceeds-contract] instances[1]" in done.stdout) == is_refused
    # The early warning: the definition asks for more than the old sensor supplies.
    assert ("warning[template-exceeds-contract]" in done.stdout) == (version == "7.11")


@pytest.mark.parametrize("date", ALL)
def test_gate_stops_the_bad_release(date: str) -> None:
    done = contentgate("gate", f"releases/{date}.chan")
    assert done.returncode == (1 if date == BAD else 0), done.stdout + done.stderr
    assert ("NO SHIP" in done.stdout) == (date == BAD)
    assert "SHIP" in done.stdout


def test_execution_alone_stops_it_too(tmp_path: Path) -> None:
    """Without any contract, the bad release still meets the old sensor before it ships."""
    copy = tmp_path / "july-19"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("build", "__pycache__"))
    config = copy / "contentgate.toml"
    lines = [t for t in config.read_text().splitlines() if not t.startswith("contracts =")]
    config.write_text("\n".join([*lines, "[gate]", "require_contracts = false", ""]))
    good = contentgate("gate", "releases/2024-04-24.chan", cwd=copy)
    assert good.returncode == 0, good.stdout + good.stderr
    bad = contentgate("gate", f"releases/{BAD}.chan", cwd=copy)
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "error[target-crash]" in bad.stdout
    assert "sensor-7.11" in bad.stdout
    assert "count-exceeds-contract" not in bad.stdout


@pytest.mark.parametrize("options", [(), ("--no-compiler",)])
def test_demo_goes_through(options: tuple[str, ...]) -> None:
    done = run(sys.executable, "demo.py", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    for text in ("NO SHIP", "count-exceeds-contract", "uefi_dbx"):
        assert text in done.stdout
