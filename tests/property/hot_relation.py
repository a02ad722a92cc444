"""What the checking reader owes the tracing one: soundness, and speed where it can be had."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from validator.check.explain import findings_of
from validator.check.fast import accepts
from validator.check.read import BoundContract, read_trace
from validator.compile import compile_schema
from validator.ir.nodes import Program


@cache
def program_of(text: str) -> Program:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.ksy"
        path.write_text(text)
        return compile_schema(str(path))


def is_fine(program: Program, data: bytes, contracts: Sequence[BoundContract] = ()) -> bool:
    """Whether the tracing reader finds nothing."""
    return not findings_of(read_trace(program, data, contracts), "data", contracts, 1)


def compare(
    program: Program, data: bytes, contracts: Sequence[BoundContract] = ()
) -> tuple[bool, bool]:
    """Return (accepted by the checking reader, by the tracing one); fail if unsound."""
    quick, slow = accepts(program, data, contracts), is_fine(program, data, contracts)
    assert slow or not quick, f"accepted without reason: {data.hex(' ')}"
    return quick, slow


def damaged(seeds: Sequence[bytes], count: int, seed: str) -> list[bytes]:
    """Return small changes of seeds and small random files."""
    rng = random.Random(seed)
    made = [bytes(rng.choices(range(5), k=rng.randint(0, 12))) for _ in range(count)]
    for _ in range(count):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 2)):
            if data:
                data[rng.randrange(len(data))] = rng.choice((0, 1, 2, 3, 4, 5, 127, 128, 255))
        if rng.random() < 0.2:
            data = data[: rng.randrange(len(data) + 1)]
        if rng.random() < 0.1:
            data += bytes(rng.choices(range(5), k=rng.randint(1, 3)))
        made.append(bytes(data))
    return [*seeds, *made]
