"""What a library compares is tried in the fields that say the other side of it."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema
from validator.consumers.comparisons import Comparison, comparisons_in
from validator.consumers.library import LibraryConsumer
from validator.consumers.sandbox import Limits
from validator.fuzz.comparing import open_comparing
from validator.mutate.matching import Matches
from validator.mutate.mutants import Mutator
from validator.mutate.outline import Seed

_SCHEMA = """
meta:
  id: paired
  endian: le
seq:
  - id: first
    type: u4
  - id: second
    type: s2
  - id: len
    type: u1
  - id: name
    size: len
"""
_READER = """
#include <stdint.h>
#include <string.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint32_t first; int16_t second;
    if (size < 7) return -1;
    memcpy(&first, data, 4);
    memcpy(&second, data + 4, 2);
    volatile uint32_t wanted = first * 3;
    if (first == 0x31337 + (wanted & 1)) return -1;
    return second == -1234 ? 0 : 1;
}
"""
SEED = struct.pack("<IhB", 70_001, 77, 5) + b"hello"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("paired") / "paired.ksy"
    path.write_text(_SCHEMA)
    return load_schema(str(path))


def made_of(schema: Schema, *pairs: tuple[int, bytes, bytes]) -> list[bytes]:
    mutator = Mutator(schema, [Seed("seed", SEED)], 1)
    steps = Matches({}).steps(0, mutator.outline(0), pairs)
    return [one.data for step in steps if (one := mutator.take(step)) is not None]


def test_the_other_operand_and_its_neighbors_go_into_the_field(schema: Schema) -> None:
    made = made_of(schema, (4, struct.pack("<I", 70_001), struct.pack("<I", 5)))
    assert [struct.unpack_from("<I", data)[0] for data in made] == [5, 6, 4]


def test_signs_are_kept_and_what_does_not_fit_is_left_out(schema: Schema) -> None:
    made = made_of(schema, (2, struct.pack("<h", -1234), struct.pack("<h", 77)))
    assert [struct.unpack_from("<h", data, 4)[0] for data in made] == [-1234, -1233, -1235]
    assert made_of(schema, (4, struct.pack("<I", 77), struct.pack("<I", 1 << 20))) == []


def test_texts_become_what_they_were_compared_with(schema: Schema) -> None:
    made = made_of(schema, (0, b"hell", b"include:"))
    assert {data[6:] for data in made} == {b"\x09include:o", b"\x08include:"}  # sizes are repaired


def test_nothing_is_tried_twice(schema: Schema) -> None:
    pair = (4, struct.pack("<I", 70_001), struct.pack("<I", 5))
    assert len(made_of(schema, pair, pair)) == 3


@pytest.mark.parametrize("raw", [b"", b"\xff\xff\xff\xff", b"\1\0\0\0" + b"\3" * 35, bytes(1000)])
def test_what_makes_no_sense_says_nothing(raw: bytes) -> None:
    assert comparisons_in(raw) == [] == comparisons_in(None)


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")
def test_a_library_tells_what_it_compares(schema: Schema, tmp_path: Path) -> None:
    source, library = tmp_path / "reader.c", tmp_path / "reader.so"
    source.write_text(_READER)
    flags = ["-O1", "-fPIC", "-shared", "-fsanitize-coverage=trace-pc,trace-cmp"]
    subprocess.run(["gcc", *flags, "-o", library, source], check=True)
    consumer = LibraryConsumer("reader", str(library), limits=Limits(timeout_s=20.0))
    comparing = open_comparing(consumer, str(tmp_path))
    assert comparing is not None
    mutator = Mutator(schema, [Seed("seed", SEED)], 1)
    try:
        steps = comparing.steps(0, mutator)
        again = comparing.lane.run([SEED])[0]
    finally:
        comparing.close()
    made = [one.data for step in steps if (one := mutator.take(step)) is not None]
    assert any(data.startswith(struct.pack("<I", 0x31338)) for data in made)
    assert any(data[4:6] == struct.pack("<h", -1234) for data in made)
    assert all(isinstance(one, Comparison) for one in comparisons_in(again.coverage))


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")
def test_a_library_that_tells_nothing_is_not_asked(tmp_path: Path) -> None:
    source, library = tmp_path / "reader.c", tmp_path / "reader.so"
    source.write_text(_READER)
    subprocess.run(["gcc", "-fPIC", "-shared", "-o", library, source], check=True)
    assert open_comparing(LibraryConsumer("reader", str(library)), str(tmp_path)) is None
