"""Planted faults are found, and minimised to exactly the field and the value that does it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import fuzz_kit as kit
import pytest

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.measure import CUT

Rows = list[tuple[int, int, int]]


def reader(is_fatal: Callable[[Rows], bool], fatal: Outcome) -> Callable[[bytes], Outcome]:
    def read(data: bytes) -> Outcome:
        rows = kit.read_rules(data)
        if rows is None:
            return kit.REJECTED
        return fatal if is_fatal(rows) else kit.ACCEPTED

    return read


FAULTS: list[tuple[str, Callable[[Rows], bool], str, int]] = [
    ("number over a bound", lambda rows: any(r[1] > 700 for r in rows), "level", 701),
    ("number of one value", lambda rows: any(r[0] == 0 for r in rows), "id", 0),
    ("high bit of a number", lambda rows: any(r[0] >> 31 for r in rows), "id", 1 << 31),
    ("a flag", lambda rows: any(r[2] & 0x80 for r in rows), "deny", True),
    ("a bit field", lambda rows: any(r[2] & 0x7F > 63 for r in rows), "weight", -1),
]


@pytest.mark.parametrize(("is_fatal", "name", "value"), [row[1:] for row in FAULTS],
                         ids=[row[0] for row in FAULTS])  # fmt: skip
def test_one_field_is_named_with_its_border(
    tmp_path: Path, is_fatal: Callable[[Rows], bool], name: str, value: int
) -> None:
    run = kit.open_escape(
        tmp_path, kit.load(tmp_path), reader(is_fatal, kit.crashed()), mutants=800
    )
    found = kit.measure(run)
    assert [escape.field for escape in found.fresh] == [f"rules[*].{name}"]
    escape = found.fresh[0]
    assert (escape.outcome, escape.signature) == ("crashed", "SIGSEGV in parse")
    assert len(escape.changes) == 1
    change = escape.changes[0]
    assert change.path.endswith(f"].{name}")
    if value >= 0:
        assert change.now == value
    # Only the one rule that does it is left: 10 bytes of head, 7 of the rule.
    smallest = Path(run.store.folder, escape.folder, "minimized.bin").read_bytes()
    assert len(smallest) == 17
    assert is_fatal(kit.read_rules(smallest) or [])


def test_a_value_behind_a_checksum_is_found_with_it(tmp_path: Path) -> None:
    schema = kit.load(tmp_path, kit.SCHEMA)
    seed = kit.rules(
        (1, 10, 3), (2, 20, 5), total=zlib.crc32(kit.rules((1, 10, 3), (2, 20, 5))[8:])
    )

    def read(data: bytes) -> Outcome:
        rows = kit.read_rules(data)
        if rows is None or zlib.crc32(data[8:]).to_bytes(4, "little") != data[4:8]:
            return kit.REJECTED
        return kit.crashed() if any(row[1] > 700 for row in rows) else kit.ACCEPTED

    found = kit.measure(kit.open_escape(tmp_path, schema, read, seeds=[seed], mutants=1500))
    (escape,) = found.fresh
    assert [change.path.partition(".")[2] or change.path for change in escape.changes] == [
        "level",
        "sum",
    ]
    assert escape.changes[0].now == 701
    assert escape.field.startswith("rules[*].level")
    assert escape.edit.startswith("--set 'rules[")


def test_a_consumer_that_loads_a_cut_file_is_an_escape(tmp_path: Path) -> None:
    text = kit.PLAIN.replace("repeat: expr\n    repeat-expr: num_rules", "repeat: eos")
    found = kit.measure(
        kit.open_escape(tmp_path, kit.load(tmp_path, text), lambda data: kit.ACCEPTED, mutants=800)
    )
    cuts = [escape for escape in found.fresh if escape.outcome == CUT]
    assert cuts
    assert {escape.changes[0].what for escape in cuts} == {"cut"}
    assert all(change.now < change.was for escape in cuts for change in escape.changes)


def test_hangs_and_memory_are_told_apart(tmp_path: Path) -> None:
    def read(data: bytes) -> Outcome:
        rows = kit.read_rules(data)
        if rows is None:
            return kit.REJECTED
        if any(row[0] == 0 for row in rows):
            return Outcome(OutcomeKind.HUNG, signature="time limit")
        if any(row[1] == 0 for row in rows):
            return Outcome(OutcomeKind.OUT_OF_MEMORY, signature="memory limit")
        return kit.ACCEPTED

    found = kit.measure(kit.open_escape(tmp_path, kit.load(tmp_path), read, mutants=1500))
    assert {(escape.outcome, escape.field) for escape in found.fresh} == {
        ("hung", "rules[*].id"),
        ("out of memory", "rules[*].level"),
    }
