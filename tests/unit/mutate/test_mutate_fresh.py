"""Keys for copies: others than all there are, without going through all of them each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from validator.check.schema import load_schema
from validator.mutate.draws import Draws
from validator.mutate.fresh import Fresh
from validator.mutate.outline import Seed, outline_of, survey
from validator.mutate.ties import Keys

LIST = """
meta: {id: list, endian: le}
seq:
  - {id: keys, type: u2, repeat: eos}
"""
COPIES = 300


class Counted(set[Any]):
    """A set that counts how often all of it is looked at."""

    looks = 0

    def __iter__(self) -> Iterator[Any]:
        self.looks += 1
        return super().__iter__()


@pytest.mark.parametrize("order", [1, 0, -1])
def test_many_copies_get_keys_of_their_own(tmp_path: Path, order: int) -> None:
    path = tmp_path / "list.ksy"
    path.write_text(LIST)
    schema = load_schema(str(path))
    data = b"".join(key.to_bytes(2, "little") for key in (20_000, 20_001, 20_005))
    outline = outline_of(survey(schema.program), Seed("seed", data), schema.trace)
    leaves = [node for node, value in enumerate(outline.trace.value) if value == 20_000]
    known = Counted((20_000, 20_001, 20_005))
    keys = Keys({leaves[0]: leaves[0]}, is_unique=True, order=order, _values=known)
    fresh = Fresh(outline, keys, Counted())
    draws = Draws(b"copies")
    made = [fresh.bytes_for(leaves[0], draws) for _ in range(COPIES)]
    values = [one[0] for one in made if one is not None]
    assert len(set(values)) == COPIES
    assert not set(values) & known
    if order:
        assert values == sorted(values, reverse=order < 0)
    assert known.looks + fresh.used.looks < 5  # type: ignore[attr-defined]  # a Counted
