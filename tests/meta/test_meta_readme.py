"""The README's own schema does what the README says it does."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def console(command: str, cwd: Path) -> str:
    """Return what a `contentgate` command prints."""
    program = "import sys; from validator.cli.entry import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, *command.split()[1:]], cwd=cwd, capture_output=True,
        text=True, timeout=120, check=False, env={**os.environ, "FORCE_COLOR": ""},
    )  # fmt: skip
    return done.stdout


def test_quick_start(tmp_path: Path) -> None:
    file = re.search(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", README, re.DOTALL)
    shown = re.search(r"<!-- run -->\n```\n\$ (.*?)\n(.*?)```", README, re.DOTALL)
    assert file is not None
    assert shown is not None
    (tmp_path / file[1]).write_text(file[2], encoding="utf-8")
    for name, rules in (("good.blk", (7, 1, 9, 0)), ("bad.blk", (7, 1, 7, 9))):
        (tmp_path / name).write_bytes(b"BLK1" + struct.pack("<HIBIB", 2, *rules))
    assert console(shown[1], tmp_path) == shown[2]


def test_first_screen_is_what_the_replay_says() -> None:
    shown = re.search(r"\$ (contentgate gate \S+)\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert shown[2] in console(shown[1], ROOT / "examples" / "july-19")


def test_it_opens_with_the_two_commands() -> None:
    first = README.split("```")[1].split("\n")[1:3]
    assert [line.split("#")[0].split() for line in first] == [["make", "demo"], ["make", "test"]]
