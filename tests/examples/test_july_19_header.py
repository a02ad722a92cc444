"""The header of the format, in the build of the sensor that fell on 19 July: it does not build.

The sensor's sources are taken as they are in examples/july-19; the command and the lines that are
added to a copy are those of docs/export.md.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from validator.cli.main import main

DEMO = Path(__file__).resolve().parents[2] / "examples" / "july-19"
FLAGS = ("-std=c11", "-O1", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wpedantic", "-Werror")
PAGE = (DEMO.parents[1] / "docs" / "export.md").read_text(encoding="utf-8")
COMMAND = re.findall(r"^\$ contentgate (.*)$", PAGE, re.MULTILINE)
BLOCKS = re.findall(r"```c\n(.*?)```", PAGE, re.DOTALL)
ASSERTIONS = next(block for block in BLOCKS if block.startswith("#include"))
ALWAYS = next(block for block in BLOCKS if "MAXASKED" in block)
COMPILER = next((found for name in ("gcc", "clang") if (found := shutil.which(name))), None)


@pytest.fixture
def sensor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sensor, with the header made of the first release with the new template."""
    shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns("build"))
    monkeypatch.setenv("CONTENTGATE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path / "demo")
    assert len(COMMAND) == 1
    assert main(shlex.split(COMMAND[0])) == 0
    return tmp_path / "demo" / "sensor"


def build(folder: Path, version: str, lines: str = ASSERTIONS) -> subprocess.CompletedProcess[str]:
    if COMPILER is None:
        pytest.skip("neither gcc nor clang is installed")
    source = folder / f"integration-{version}.c"
    with source.open("a", encoding="utf-8") as stream:
        stream.write(lines)
    more = ["-DCHECK_INPUT_BOUNDS"] if version == "7.16" else []
    return subprocess.run(
        [COMPILER, *FLAGS, *more, "-o", "sensor", "interpreter.c", "main.c", source.name],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_sensor_7_11_does_not_build(sensor: Path) -> None:
    ran = build(sensor, "7.11")
    assert ran.returncode != 0
    assert "ipc_inputs is shorter than CHANNEL_FILE_ASKED_INPUTS_IPC" in ran.stderr
    assert ran.stderr.count("error:") == 1
    assert not (sensor / "sensor").exists()


def test_sensor_7_16_builds_and_survives(sensor: Path) -> None:
    ran = build(sensor, "7.16")
    assert (ran.returncode, ran.stderr) == (0, "")
    for name in ("2024-03-05", "2024-07-19"):
        out = subprocess.run(
            [str(sensor / "sensor"), str(DEMO / "releases" / f"{name}.chan")],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (out.returncode, out.stdout[:9]) == (0, "accepted:")


def test_the_header_says_21(sensor: Path) -> None:
    text = (sensor / "channel_file.h").read_text(encoding="utf-8")
    assert next(block for block in BLOCKS if "#define" in block) in text
    assert "#define CHANNEL_FILE_ASKED_MAX_TEMPLATES 1\n" in text


def test_the_limit_of_the_format_stops_both(sensor: Path) -> None:
    for version in ("7.11", "7.16"):
        ran = build(sensor, version, f'#include "channel_file.h"\n{ALWAYS}')
        assert ran.returncode != 0
        assert "ipc_inputs is shorter than CHANNEL_FILE_MAXASKED_INPUTS" in ran.stderr
    assert "#define CHANNEL_FILE_MAXASKED_INPUTS 64 " in (sensor / "channel_file.h").read_text()
