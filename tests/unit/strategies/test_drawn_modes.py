"""Every mode shrinks: the simplest failing example is a small file, pure or not."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, find, settings

from validator.check.schema import Schema, load_schema

LIST = """\
meta: {id: list, endian: le}
seq:
  - {id: magic, contents: LS}
  - {id: count, type: u1}
  - {id: items, type: item, repeat: expr, repeat-expr: count}
types:
  item:
    seq:
      - {id: kind, type: u1, valid: {max: 9}}
      - {id: value, type: u2}
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.ksy"
        path.write_text(LIST, encoding="utf-8")
        return load_schema(path)


QUIET = settings(
    database=None, deadline=None, max_examples=300, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.parametrize("mode", ["valid", "boundary", "mixed"])
@pytest.mark.parametrize("pure", [False, True])
def test_two_items_shrink_to_two_items(schema: Schema, mode: str, pure: bool) -> None:
    found = find(schema.files(mode=mode, pure=pure), lambda data: len(data) >= 9, settings=QUIET)
    assert len(found) == 9
    assert found[2] == 2


@pytest.mark.parametrize("mode", ["valid", "boundary"])
def test_anything_shrinks_to_the_empty_list(schema: Schema, mode: str) -> None:
    assert find(schema.files(mode=mode), lambda data: True, settings=QUIET) == b"LS\x00"


def test_near_misses_shrink_to_a_small_file(schema: Schema) -> None:
    found = find(schema.files(mode="near-miss"), schema.check_bytes, settings=QUIET)
    assert len(found) <= 6
