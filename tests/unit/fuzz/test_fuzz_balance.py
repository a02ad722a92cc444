"""Sums that a schema compares: kept as they were while files get smaller."""

from __future__ import annotations

from pathlib import Path

import fuzz_kit as kit
import pytest
from reduce_kit import smallest

from validator.fuzz.balance import EXACT, STAYS
from validator.fuzz.prepared import Prepared
from validator.mutate.outline import survey

TOTAL = """
meta: {id: total, endian: le}
seq:
  - {id: total, type: u4}
  - {id: count, type: u1}
  - {id: blobs, type: blob, repeat: expr, repeat-expr: count}
-checks:
  - {id: total-is-sum, expr: 'total == sum(blobs, _.len) and count < 200', at: total}
types:
  blob:
    seq: [{id: len, type: u1}, {id: data, size: len}]
"""


def blobs(*sizes: int, total: int) -> bytes:
    body = b"".join(bytes((size,)) + b"x" * size for size in sizes)
    return total.to_bytes(4, "little") + bytes((len(sizes),)) + body


def read(data: bytes) -> tuple[int, list[int]] | None:
    sizes, at = [], 5
    for _ in range(data[4] if len(data) > 4 else 0):
        if at >= len(data) or at + 1 + data[at] > len(data):
            return None
        sizes.append(data[at])
        at += 1 + data[at]
    return (int.from_bytes(data[:4], "little"), sizes) if at == len(data) else None


def prepare(folder: Path, data: bytes, way: int) -> Prepared:
    schema = kit.load(folder, TOTAL)
    return Prepared(schema, survey(schema.program), data, way)


@pytest.mark.parametrize(
    ("total", "way", "after"),
    [
        (60, STAYS, 40), (60, 8, 40),  # what holds is made to hold, whatever the way
        (90, EXACT, 70), (90, STAYS, 90), (300, 8, 24), (300, 16, 280),
    ],
)  # fmt: skip
def test_an_element_goes_and_the_total_with_it(
    tmp_path: Path, total: int, way: int, after: int
) -> None:
    data = blobs(10, 20, 30, total=total)
    made = prepare(tmp_path, data, way).without({"blobs": range(1, 2)})
    assert made == blobs(10, 30, total=after)


def test_equations_tell_how_far_they_are_apart(tmp_path: Path) -> None:
    assert [one.apart for one in prepare(tmp_path, blobs(1, 2, total=9), STAYS).balances] == [6]


def test_a_total_that_goes_wrong_keeps_a_difference_that_no_field_holds(tmp_path: Path) -> None:
    """A number that would be negative stays as it was."""
    made = prepare(tmp_path, blobs(200, 100, total=0), EXACT).without({"blobs": range(1, 2)})
    assert made == blobs(200, total=0)


def test_a_valid_file_with_a_total_gets_small(tmp_path: Path) -> None:
    def is_fatal(one: bytes) -> bool:
        found = read(one)
        return found is not None and found[0] == sum(found[1]) and len(found[1]) >= 3

    made = smallest(tmp_path, TOTAL, blobs(50, 60, 70, 80, 90, total=350), is_fatal)
    assert made == blobs(0, 0, 0, total=0)


def test_sums_that_are_compared_in_8_bits_only(tmp_path: Path) -> None:
    def is_fatal(one: bytes) -> bool:
        found = read(one)
        return (
            found is not None
            and sum(found[1]) > found[0]
            and not ((sum(found[1]) - found[0]) % 256)
        )

    sizes = [200] * 65 + [120]
    made = smallest(tmp_path, TOTAL, blobs(*sizes, total=320), is_fatal, is_valid=False)
    found = read(made)
    assert found is not None
    assert (found[0], sum(found[1])) == (0, 256)
    assert len(made) == 5 + 2 + 256
