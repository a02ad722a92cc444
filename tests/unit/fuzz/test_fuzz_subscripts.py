"""Numbers that mean elements by their place follow them when elements before them go."""

from __future__ import annotations

import struct
from pathlib import Path

import fuzz_kit as kit
from reduce_kit import open_trials, smallest

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.fuzz.prepared import Prepared
from validator.fuzz.reduce import reduce_file
from validator.mutate.outline import survey

TYPES = """\
meta: {id: types, endian: le}
seq:
  - {id: names_size, type: u1}
  - {id: names, size: names_size}
  - {id: items, type: item, repeat: eos}
types:
  item:
    seq:
      - {id: name, type: u1}
      - {id: size, type: u1}
      - {id: base, type: u1}
    instances:
      made_of: {value: 'base == 0 ? size : _parent.items[base - 1].size'}
    -checks:
      - {id: dangling, expr: base <= _parent.items.size, at: base, message: dangling}
      - {id: no-name, expr: 'name == 0 or name < _parent.names.length and _parent.names[name] != 0',
         at: name, message: no name}
"""


def types(names: bytes, *rows: tuple[int, int, int]) -> bytes:
    return bytes((len(names),)) + names + b"".join(map(bytes, rows))


def rows_of(data: bytes) -> list[tuple[int, int, int]]:
    body = data[1 + data[0] :]
    return [struct.unpack_from("3B", body, at) for at in range(0, len(body) - 2, 3)]


def prepared(folder: Path, data: bytes) -> Prepared:
    schema = kit.load(folder, TYPES)
    return Prepared(schema, survey(schema.program), data)


def test_numbers_that_are_subscripts_are_found(tmp_path: Path) -> None:
    file = prepared(tmp_path, types(b"\0ab", (1, 4, 0), (0, 0, 1), (2, 0, 2)))
    found = {
        file.trace.path(one.leaf): (file.trace.path(one.node), one.at, one.base)
        for one in file.meanings.values()
    }
    assert found["items[1].base"] == ("items", 0, 1)
    assert found["items[2].base"] == ("items", 1, 1)
    assert found["items[2].name"] == ("names", 2, 0)
    assert "items[0].base" not in found  # nothing is before the first element
    assert "items[0].size" not in found


def test_what_is_left_means_what_it_meant(tmp_path: Path) -> None:
    file = prepared(tmp_path, types(b"\0ab", (0, 9, 0), (1, 4, 0), (0, 0, 2), (0, 0, 3)))
    assert file.without({"items": range(1)}) == types(b"\0ab", (1, 4, 0), (0, 0, 1), (0, 0, 2))
    # what it meant is gone: what that one was made of takes its place, or nothing
    assert file.without({"items": range(2, 3)}) == types(b"\0ab", (0, 9, 0), (1, 4, 0), (0, 0, 2))
    assert file.without({"items": range(1, 2)}) == types(b"\0ab", (0, 9, 0), (0, 0, 0), (0, 0, 2))
    names = file.nodes["names"]
    assert file.shortened({names: range(1)}) == types(
        b"ab", (0, 9, 0), (0, 4, 0), (0, 0, 2), (0, 0, 3)
    )


def test_no_ring_is_made_where_there_was_none(tmp_path: Path) -> None:
    file = prepared(tmp_path, types(b"\0", (0, 0, 2), (0, 0, 3), (0, 0, 1)))
    made = file.without({"items": range(1, 2)})
    assert made == types(b"\0", (0, 0, 0), (0, 0, 1))


def test_a_fault_far_behind_keeps_only_what_it_is_made_of(tmp_path: Path) -> None:
    rows = [(number % 3, number, number // 2) for number in range(40)]
    data = types(b"\0abcdef", *rows, (5, 0, 34))

    def is_fatal(one: bytes) -> bool:
        found = rows_of(one)
        return any(base and found[base - 1][1] == 33 for _, _, base in found if base <= len(found))

    made = smallest(tmp_path, TYPES, data, is_fatal)
    assert made == types(b"", (0, 33, 0), (0, 0, 1))


def test_what_breaks_more_is_not_run_once_a_candidate_hung(tmp_path: Path) -> None:
    ran: list[bytes] = []

    def read(one: bytes) -> Outcome:
        ran.append(one)
        if len(one) < 12:
            return Outcome(OutcomeKind.HUNG, signature="time limit")
        return kit.crashed()

    schema = kit.load(tmp_path, TYPES)
    trials = open_trials(tmp_path, schema, lambda _: True, is_valid=False)
    trials._session.consumer = kit.InProcess(read)
    trials.keeps = lambda one: len(one) >= 12
    data = types(b"\0", *[(0, 1, 0)] * 12)
    assert trials.holds(data)
    made = reduce_file(schema, data, trials)
    trials.close()
    assert len(made) == 12
    assert sum(len(one) < 12 for one in ran) == 2  # once more alone, to be sure
