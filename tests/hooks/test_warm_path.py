"""What the hook's second run imports: nothing that costs its user time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "corpus" / "uefi_dbx" / "valid" / "update-dbx-append.auth"
HEAVY = {
    "hypothesis", "construct", "yaml", "rich", "click", "dataclasses", "json", "re", "typing",
    "enum", "inspect", "tempfile", "subprocess", "logging", "tomllib", "hashlib", "random",
    "concurrent", "multiprocessing", "elftools", "validator.cli.main", "validator.cli.check",
}  # fmt: skip
OURS = {
    "validator", "validator.cli", "validator.cli.entry", "validator.cli.warm",
    "validator.runtime",
}  # fmt: skip
# Start-up hooks of the environment (site, .pth files) import what they like: only what is new
# after them is ours.
PROGRAM = """
import sys
before = set(sys.modules)
sys.argv = ["contentgate", *sys.argv[1:]]
from validator.cli.entry import main
try:
    main()
finally:
    print("\\n".join(sorted(set(sys.modules) - before)), file=sys.stderr)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with a schema and a file that were not written a moment ago."""
    work = tmp_path / "work"
    work.mkdir()
    for source, name in ((ROOT / "schemas" / "uefi_dbx.ksy", "dbx.ksy"), (SAMPLE, "update.auth")):
        (work / name).write_bytes(source.read_bytes())
        os.utime(work / name, (1, 1))
    return work


def check(folder: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """Run `contentgate check` and return what it did and the modules it imported."""
    cache = folder.parent / "cache"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PROGRAM, "check", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "CONTENTGATE_CACHE": str(cache), "FORCE_COLOR": ""},
    )  # fmt: skip
    return done, set(done.stderr.split())


def test_second_run_is_light(folder: Path) -> None:
    cold, loaded = check(folder, "--schema", "dbx.ksy", "update.auth")
    assert cold.returncode == 0, cold.stderr
    assert {"yaml", "click", "validator.cli.main"} <= loaded
    warm, loaded = check(folder, "--schema", "dbx.ksy", "update.auth")
    assert (warm.returncode, warm.stdout) == (0, cold.stdout)
    roots = {name.partition(".")[0] for name in loaded} | loaded
    assert sorted(roots & HEAVY) == []
    ours = {name for name in loaded if name.partition(".")[0] == "validator"}
    assert sorted(name for name in ours - OURS if not name.startswith("validator.runtime.")) == []


def test_what_has_to_be_said_loads_the_tool(folder: Path) -> None:
    assert check(folder, "--schema", "dbx.ksy", "update.auth")[0].returncode == 0
    (folder / "cut.auth").write_bytes(SAMPLE.read_bytes()[:-20])
    done, loaded = check(folder, "--schema", "dbx.ksy", "cut.auth")
    assert done.returncode == 1
    assert "cut.auth:0x" in done.stdout
    assert "validator.cli.main" in loaded


def test_a_changed_schema_is_compiled_again(folder: Path) -> None:
    assert check(folder, "--schema", "dbx.ksy", "update.auth")[0].returncode == 0
    schema = folder / "dbx.ksy"
    text = schema.read_text(encoding="utf-8")
    schema.write_text("# changed\n" + text, encoding="utf-8")
    os.utime(schema, (1, 1))
    done, loaded = check(folder, "--schema", "dbx.ksy", "update.auth")
    assert done.returncode == 0
    assert "yaml" in loaded
