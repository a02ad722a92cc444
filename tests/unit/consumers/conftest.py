"""Programs that tests run as consumers, written on the spot."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[[str], str]


@pytest.fixture
def python_program(tmp_path: Path) -> Program:
    """Write a Python program and return its path; argv[1] is the file."""

    def write(body: str) -> str:
        path = tmp_path / f"program{len(list(tmp_path.glob('program*')))}"
        path.write_text(f"#!{sys.executable} -IS\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return write


@pytest.fixture
def shell_program(tmp_path: Path) -> Program:
    """Write a shell program and return its path; $1 is the file."""

    def write(body: str) -> str:
        path = tmp_path / f"shell{len(list(tmp_path.glob('shell*')))}"
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return write


@pytest.fixture
def content(tmp_path: Path) -> str:
    """Return the path of a small content file."""
    path = tmp_path / "content.bin"
    path.write_bytes(b"CONTENT\x00\x01")
    return str(path)
