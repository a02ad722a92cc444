"""Inputs in memory: consumers that take them, and those that are given files."""

import os
from collections.abc import Iterator
from pathlib import Path

from validator.consumers.command import CommandConsumer
from validator.consumers.many import run_bytes_many
from validator.consumers.protocol import OutcomeKind
from validator.consumers.sandbox import Limits

LIMITS = Limits(timeout_s=20.0)
INPUTS = (b"CONT one", b"junk", b"", b"CONT two")


def test_a_program_gets_files_that_go_away(tmp_path: Path) -> None:
    grep = CommandConsumer("grep", ("grep", "-q", "CONT", "{file}"), limits=LIMITS, cwd="/")
    kinds = [outcome.kind for outcome in run_bytes_many(grep, INPUTS, str(tmp_path))]
    assert kinds == [
        *(OutcomeKind.ACCEPTED, OutcomeKind.REJECTED, OutcomeKind.REJECTED, OutcomeKind.ACCEPTED),
    ]
    assert os.listdir(tmp_path) == []


def test_leaving_early_cleans_up(tmp_path: Path) -> None:
    taken: list[bytes] = []

    def inputs() -> Iterator[bytes]:
        for data in INPUTS:
            taken.append(data)
            yield data

    true = CommandConsumer("true", ("true", "{file}"), limits=LIMITS, cwd="/")
    outcomes = run_bytes_many(true, inputs(), str(tmp_path))
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) < len(INPUTS)
    assert os.listdir(tmp_path) == []
