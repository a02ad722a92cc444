"""Git repositories with content, and pre-commit runs in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FORMATS = sorted(path.stem for path in (ROOT / "schemas").glob("*.ksy"))


def published_hooks() -> dict[str, dict[str, object]]:
    """Return the hooks of .pre-commit-hooks.yaml by id."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in hooks}


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which only this interpreter's programs come first."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    programs = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    return {
        **kept, "PATH": programs, "HOME": str(folder), "NO_COLOR": "1",
        "PRE_COMMIT_HOME": str(folder / "pre-commit"), "XDG_CACHE_HOME": str(folder / "cache"),
    }  # fmt: skip


def run(
    *command: str, cwd: Path, home: Path, timeout: int = 120
) -> subprocess.CompletedProcess[str]:
    """Run a program in a repository with its own home."""
    return subprocess.run(
        command, cwd=cwd, env=environment(home), capture_output=True, text=True,
        errors="replace", timeout=timeout, check=False,
    )  # fmt: skip


def make_repository(folder: Path, home: Path, files: dict[str, Path]) -> Path:
    """Return a repository that holds copies of files, staged.

    Args:
        folder: where it is made.
        home: folder for configuration and caches.
        files: path in the repository -> file to copy.
    """
    folder.mkdir(parents=True)
    home.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    for words in (["init", "-q"], ["add", "-A"]):
        assert run("git", *words, cwd=folder, home=home).returncode == 0
    return folder


def write_config(folder: Path, hooks: list[dict[str, object]], home: Path) -> None:
    """Write and stage a pre-commit configuration of local hooks."""
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    assert run("git", "add", "-A", cwd=folder, home=home).returncode == 0


def local(hook_id: str, **changes: object) -> dict[str, object]:
    """Return a published hook that runs the installed program instead of installing one."""
    return {**published_hooks()[hook_id], "language": "system", **changes}
