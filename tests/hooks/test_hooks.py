"""The published hooks, run by the real pre-commit over the corpus."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest
from hook_repository import FORMATS, ROOT, local, make_repository, published_hooks, run
from hook_repository import write_config as configure

from validator.cli.verbs import VERBS

PRE_COMMIT = (sys.executable, "-m", "pre_commit")
pytestmark = pytest.mark.skipif(
    not shutil.which("git") or not importlib.util.find_spec("pre_commit"),
    reason="needs git and pre-commit",
)


def corpus(name: str, part: str) -> dict[str, Path]:
    files = sorted((ROOT / "corpus" / name / part).iterdir())
    wanted = [path for path in files if path.suffix != ".expect"]
    assert wanted
    return {f"content/{path.name}": path for path in wanted}


def hook_for(name: str) -> dict[str, object]:
    args = ["--schema", name]
    contract = ROOT / "corpus" / name / "contract.toml"
    if contract.exists():
        args += ["--contract", str(contract)]
    return local("contentgate-check", files="^content/", args=args)


def test_generated_file_is_current() -> None:
    script = str(ROOT / "tools" / "generate_hooks.py")
    done = run(sys.executable, script, "--check", cwd=ROOT, home=ROOT)
    assert done.returncode == 0, done.stdout


def test_entries_name_real_commands() -> None:
    for hook in published_hooks().values():
        program, verb, *_ = str(hook["entry"]).split()
        assert program == "contentgate"
        assert verb in VERBS


@pytest.mark.parametrize("name", FORMATS)
def test_valid_content_passes(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    files = corpus(name, "valid")
    folder = make_repository(tmp_path / "repository", home, files)
    configure(folder, [hook_for(name)], home)
    done = run(*PRE_COMMIT, "run", "--verbose", cwd=folder, home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    assert f"in {count}" in done.stdout


@pytest.mark.parametrize("name", FORMATS)
def test_invalid_content_stops_the_commit(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    files = corpus(name, "invalid")
    folder = make_repository(tmp_path / "repository", home, files)
    configure(folder, [hook_for(name)], home)
    done = run(*PRE_COMMIT, "run", cwd=folder, home=home)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    unnamed = [path for path in files if f"\n{path}:" not in done.stdout]
    assert unnamed == []


def test_schema_lint_passes_and_stops(tmp_path: Path) -> None:
    home = tmp_path / "home"
    good = {f"{name}.ksy": ROOT / "schemas" / f"{name}.ksy" for name in FORMATS}
    folder = make_repository(tmp_path / "repository", home, {**good, "other.txt": ROOT / "LICENSE"})
    configure(folder, [local("contentgate-schema-lint")], home)
    done = run(*PRE_COMMIT, "run", cwd=folder, home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "bad.ksy").write_text("meta: {id: bad}\nseq: [{id: a, type: nowhere}]\n")
    assert run("git", "add", "-A", cwd=folder, home=home).returncode == 0
    done = run(*PRE_COMMIT, "run", cwd=folder, home=home)
    assert done.returncode == 1
    assert "bad.ksy:2:" in done.stdout
    assert "other.txt" not in done.stdout


def test_try_repo_installs_and_runs(tmp_path: Path) -> None:
    """The whole way of a user: pre-commit builds the package in an environment of its own."""
    if os.environ.get("CI", "").lower() not in ("true", "1"):
        pytest.skip("pre-commit try-repo installs from the package index: CI=true runs it")
    home = tmp_path / "home"
    cut = tmp_path / "cut.bin"
    valid = ROOT / "corpus" / "uefi_dbx" / "valid" / "update-dbx-append.auth"
    cut.write_bytes(valid.read_bytes()[:-20])
    for folder, file, status in (("good", valid, 0), ("bad", cut, 1)):
        repository = make_repository(tmp_path / folder, home, {"uefi_dbx.bin": file})
        schema = "[[content]]\nfiles = ['*.bin']\nschema = 'uefi_dbx.ksy'\n"
        (repository / "contentgate.toml").write_text(schema, encoding="utf-8")
        shutil.copy(ROOT / "schemas" / "uefi_dbx.ksy", repository)
        done = run(
            *PRE_COMMIT, "try-repo", str(ROOT), "contentgate-check", "--files", "uefi_dbx.bin",
            cwd=repository, home=home, timeout=600,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        assert "contentgate check" in done.stdout
        assert ("unexpected-eof" in done.stdout) == bool(status)
