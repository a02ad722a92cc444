"""What `contentgate fuzz` imports before its consumer has its first input, and what it then has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "corpus" / "channel_file" / "seeds"
CONSUMER = "#!/bin/sh\nexit 0\n"
# A run that is warm takes the schema as it was compiled; a campaign with seeds needs no generator.
LATER = {
    "yaml", "construct", "hypothesis", "rich", "elftools", "numpy", "multiprocessing", "pickle",
    "validator.compile", "validator.ksy.parse", "validator.passes", "validator.lift.loading",
    "validator.backends.python.reader", "validator.backends.python.watch",
    "validator.backends.strategies.generator", "validator.backends.construct",
    "validator.consumers.kernel.consumer", "validator.consumers.ready.catalogue",
    "validator.contract.load", "validator.gate.config", "validator.fuzz.crew",
    "validator.fuzz.pool", "validator.fuzz.native.run", "validator.report.registry",
    "validator.report.fuzz_text", "validator.fuzz.reduce",
}  # fmt: skip
PROGRAM = """
import sys
from validator.cli import remember
remember.tool_files = list  # the package may be worked on while this runs
sys.argv = ["contentgate", *sys.argv[1:]]
from validator.consumers.command import CommandConsumer
run_many = CommandConsumer.run_many

def watched(self, paths):
    print("\\n".join(sys.modules), file=sys.stderr)
    print("END", file=sys.stderr, flush=True)
    return run_many(self, paths)

CommandConsumer.run_many = watched
from validator.cli.entry import main
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a consumer that accepts everything."""
    work = tmp_path / "work"
    work.mkdir()
    consumer = work / "accept"
    consumer.write_text(CONSUMER)
    consumer.chmod(0o755)
    schema = work / "channel_file.ksy"
    schema.write_bytes((ROOT / "schemas" / "channel_file.ksy").read_bytes())
    os.utime(schema, (1, 1))
    return work


def fuzz(folder: Path) -> set[str]:
    """Run a short campaign and return what was imported when the first input was given."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", PROGRAM, "fuzz", "--schema", "channel_file.ksy"),
            *("--consumer", "./accept", "--runs", "1", "--jobs", "1", "--no-progress", str(SEEDS)),
        ],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "CONTENTGATE_CACHE": str(folder.parent / "cache")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "NO CRASH in" in done.stdout
    before, mark, _ = done.stderr.partition("END")
    assert mark
    return set(before.split())


def test_the_first_input_does_not_wait_for_what_is_not_needed(folder: Path) -> None:
    cold = fuzz(folder)
    assert {"validator.compile", "yaml", "validator.backends.python.reader"} <= cold
    warm = fuzz(folder)
    assert "validator.fuzz.campaign" in warm
    assert sorted(warm & LATER) == []
