"""Consumers as configured: each kind is made, runs, and says why it cannot."""

import shutil
import subprocess
from pathlib import Path

import pytest

from validator.consumers.protocol import OutcomeKind
from validator.errors import ConsumerError
from validator.gate.config import load_config
from validator.gate.execution import build_consumer, build_consumers

CONFIG = """
[consumers.console]
kind = "python"
target = "console:read"
paths = ["src"]
rejects = ["KeyError"]
timeout = "20s"

[consumers.parser]
kind = "library"
library = "parser.so"
timeout = "20s"

[consumers.linux]
kind = "kernel"
interface = "selinux"
kernel = "boot/linux"

[consumers.program]
kind = "command"
command = ["sh", "-c", "echo done", "{file}"]
reject_output = "^done$"
timeout = "20s"

[consumers.rules]
use = "yara"
memory = "64MiB"
"""
READER = """\
def read(data):
    if data == b"bad":
        raise KeyError("bad")
    if data == b"ugly":
        raise ValueError("ugly")
"""
PARSER = """\
#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return size && data[0] == 'g' ? 0 : -1;
}
"""


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    (tmp_path / "contentgate.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "console.py").write_text(READER, encoding="utf-8")
    (tmp_path / "parser.c").write_text(PARSER, encoding="utf-8")
    for name in ("good", "bad", "ugly"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def kinds(vendor: Path, name: str) -> list[OutcomeKind]:
    config = load_config(str(vendor / "contentgate.toml"))
    consumer = build_consumer(config.consumers[name], config.root, str(vendor / "parts"))
    assert consumer.name == name
    assert consumer.limits_text == "20 s and 256 MiB"
    paths = [str(vendor / file) for file in ("good", "bad", "ugly")]
    return [outcome.kind for outcome in consumer.run_many(paths)]


def test_a_function_of_a_module(vendor: Path) -> None:
    assert kinds(vendor, "console") == [
        OutcomeKind.ACCEPTED,
        OutcomeKind.REJECTED,
        OutcomeKind.CRASHED,
    ]


@pytest.mark.skipif(shutil.which("cc") is None, reason="cc is not installed")
def test_a_function_of_a_library(vendor: Path) -> None:
    command = ["cc", "-shared", "-fPIC", "-o", str(vendor / "parser.so"), str(vendor / "parser.c")]
    subprocess.run(command, check=True)
    assert kinds(vendor, "parser") == [
        OutcomeKind.ACCEPTED,
        OutcomeKind.REJECTED,
        OutcomeKind.REJECTED,
    ]


def test_a_program_judged_by_its_output(vendor: Path) -> None:
    assert kinds(vendor, "program") == [OutcomeKind.REJECTED] * 3


def test_what_cannot_run_is_told_by_name(vendor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(vendor))
    config = load_config(str(vendor / "contentgate.toml"))
    ready, missing = build_consumers(config, ["parser", "linux", "rules", "parser"], "")
    assert ready == {}
    assert list(missing) == ["parser", "linux", "rules"]
    assert missing["parser"].startswith("consumer parser: no such library: ")
    assert missing["linux"].startswith("consumer linux: ")
    assert missing["rules"] == "consumer rules: not installed: yara; apt install yara"
    with pytest.raises(ConsumerError, match="^consumer rules: not installed"):
        build_consumer(config.consumers["rules"], config.root)
