"""The header of the format, in the build of the sensor that fell on 19 July: it does not build.

The sensor's sources are taken as they are in examples/july-19; two lines are added to a copy, as
docs/export.md shows it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from validator.cli.main import main

DEMO = Path(__file__).resolve().parents[2] / "examples" / "july-19"
FIRST = DEMO / "releases" / "2024-03-05.chan"
FLAGS = ("-std=c11", "-O1", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wpedantic", "-Werror")
ASSERTIONS = """
#include "channel_file.h"
CHANNEL_FILE_ASSERT_INPUTS(ipc_inputs, CHANNEL_FILE_ASKED_INPUTS_IPC);
CHANNEL_FILE_ASSERT_MAX_TEMPLATES_VALUE(CONTENT_MAX_TEMPLATES, CHANNEL_FILE_ASKED_MAX_TEMPLATES);
CHANNEL_FILE_ASSERT_FORMAT_VERSION_MAX_VALUE(
    CONTENT_FORMAT_VERSION_MAX, CHANNEL_FILE_ASKED_FORMAT_VERSION_MAX);
"""
COMPILER = next((found for name in ("gcc", "clang") if (found := shutil.which(name))), None)


@pytest.fixture
def sensor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sensor, with the header made of the first release with the new template."""
    folder = tmp_path / "sensor"
    shutil.copytree(DEMO / "sensor", folder)
    monkeypatch.setenv("CONTENTGATE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    status = main(
        ["schema", "export", str(DEMO / "format" / "channel_file.ksy"), "--to", "c-header",
         "--content", str(FIRST), "-o", str(folder / "channel_file.h")]
    )  # fmt: skip
    assert status == 0
    return folder


def build(folder: Path, version: str) -> subprocess.CompletedProcess[str]:
    if COMPILER is None:
        pytest.skip("neither gcc nor clang is installed")
    source = folder / f"integration-{version}.c"
    with source.open("a", encoding="utf-8") as stream:
        stream.write(ASSERTIONS)
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
    assert "#define CHANNEL_FILE_ASKED_INPUTS_IPC 21\n" in text
    assert "#define CHANNEL_FILE_ASKED_MAX_TEMPLATES 1\n" in text
