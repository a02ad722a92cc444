"""Random schemas and files: all readers say the same, and what is accepted can be built again."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from made_schemas import make_file, make_schema
from readers import by_construct, by_python

from validator.check.fast import accepts
from validator.check.schema import Schema
from validator.compile import try_compile
from validator.ir.nodes import Program

FILES = 10


@lru_cache(maxsize=64)
def compiled(text: str) -> Program | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.ksy"
        path.write_text(text)
        program, findings = try_compile(str(path))
    assert program is not None or findings
    return program


def assert_agreement(program: Program, data: bytes) -> bool:
    """Fail unless all readers agree on a file; return whether the file is valid."""
    reference, generated = by_construct(program, data), by_python(program, data)
    shown = data.hex(" ")
    assert (generated.accepted, generated.first) == (reference.accepted, reference.first), shown
    if reference.accepted:
        assert generated.values == reference.values, shown
    is_valid = not Schema(program, "case.ksy").check_bytes(data)
    assert is_valid <= reference.accepted, shown
    if accepts(program, data, ()):
        assert is_valid, f"the checking reader accepts {shown}"
    return is_valid


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_readers_agree_on_made_schemas(rng: random.Random) -> None:
    program = compiled(make_schema(rng))
    event("refused" if program is None else "compiled")
    if program is None:
        return
    for _ in range(FILES):
        event("valid" if assert_agreement(program, make_file(rng)) else "refused file")


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_readers_agree_on_known_seeds(first: int) -> None:
    """Unlike those of hypothesis these are large from the start; half of the files are valid."""
    seen: Counter[str] = Counter()
    for seed in range(first, first + 20):
        rng = random.Random(seed)
        program = compiled(make_schema(rng))
        if program is None:
            continue
        seen["compiled"] += 1
        good: list[bytes] = []
        for _ in range(FILES):
            data = damaged(rng.choice(good), rng) if good and rng.random() < 0.5 else make_file(rng)
            if assert_agreement(program, data):
                good.append(data)
                seen["valid"] += 1
    assert seen["compiled"] >= 14
    assert seen["valid"] >= 2


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Return a copy with one byte changed, when there is one."""
    copy = bytearray(data)
    if copy:
        copy[rng.randrange(len(copy))] = rng.choice((0, 1, 2, 3, 65, 255))
    return bytes(copy)


def test_same_seed_same_schema_and_files() -> None:
    for seed in range(20):
        left, right = random.Random(seed), random.Random(seed)
        assert make_schema(left) == make_schema(right)
        assert make_file(left) == make_file(right)
