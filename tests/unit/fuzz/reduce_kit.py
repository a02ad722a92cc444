"""A file that a consumer in this process dies of, made small: for tests of how that is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import fuzz_kit as kit

from validator.check.schema import Schema
from validator.consumers.protocol import Outcome
from validator.fuzz.judge import Judge
from validator.fuzz.reduce import reduce_file
from validator.fuzz.trials import Trials


def open_trials(
    folder: Path, schema: Schema, is_fatal: Callable[[bytes], bool], *, is_valid: bool = True
) -> Trials:
    """Return trials of a consumer; with `is_valid` what the gate refuses is no candidate."""

    def read(one: bytes) -> Outcome:
        return kit.crashed() if is_fatal(one) else kit.ACCEPTED

    fault = kit.crashed()
    return Trials(
        Judge.of(schema, ()), kit.InProcess(read), str(folder), fault.kind.value, fault.signature,
        runs=2000, asks_schema=is_valid,
    )  # fmt: skip


def smallest(
    folder: Path,
    text: str,
    data: bytes,
    is_fatal: Callable[[bytes], bool],
    *,
    is_valid: bool = True,
) -> bytes:
    """Reduce a file that a consumer dies of."""
    schema = kit.load(folder, text)
    trials = open_trials(folder, schema, is_fatal, is_valid=is_valid)
    try:
        assert trials.holds(data)
        return reduce_file(schema, data, trials)
    finally:
        trials.close()
