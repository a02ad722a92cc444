"""A policy that declares one permission more than it has: the demo, with and without tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "selinux-291"
TOOLS = ("secilc", "checkpolicy", "linux.uml", "cc")


def demo(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLE / "demo.py")], env={**os.environ, **environment},
        capture_output=True, text=True, errors="replace", timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}")
def test_checker_accepts_kernel_panics_contentgate_refuses() -> None:
    done = demo()
    assert done.returncode == 0, done.stdout + done.stderr
    order = (
        "$ checkpolicy -M -b build/twin.33\n  -> exit status 0",
        "Kernel panic - not syncing: Kernel mode fault at addr 0x0",
        "error[permissions-declared-not-present] classes.items[2].nprim:"
        " class file declares 5 permissions and has 4",
        "every step did what it should",
    )
    places = [done.stdout.rindex(text) for text in order]
    assert places == sorted(places)


def test_missing_tools_are_named_and_nothing_is_pretended(tmp_path: Path) -> None:
    done = demo(PATH=str(tmp_path))
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "demo: secilc is not installed: apt install secilc",
        "demo: checkpolicy is not installed: apt install checkpolicy",
        "demo: linux.uml is not installed: apt install user-mode-linux",
        "demo: cc is not installed: apt install gcc libc6-dev",
        "demo: nothing was shown",
    ]
