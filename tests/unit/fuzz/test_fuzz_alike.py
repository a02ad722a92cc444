"""Faults that are told by their place: one function is one fault."""

from __future__ import annotations

from pathlib import Path

import fuzz_kit as kit

from validator.consumers.protocol import Outcome
from validator.fuzz.alike import Alike
from validator.fuzz.judge import Judge
from validator.fuzz.trials import Trials


def by_name(data: bytes) -> Outcome:
    return kit.crashed("SEGV in load" if data[0] < 100 else "SEGV in save")


def by_place(data: bytes) -> Outcome:
    return kit.crashed(f"SEGV at {data[0]}")


def test_places_of_one_function_are_one_fault(tmp_path: Path) -> None:
    named = kit.InProcess(by_name)
    fault = kit.crashed("SEGV in load")
    alike = Alike(named, str(tmp_path), fault.kind.value, fault.signature)
    schema = kit.load(tmp_path)
    trials = Trials(
        Judge.of(schema, ()), kit.InProcess(by_place), str(tmp_path), fault.kind.value,
        "SEGV at 1", runs=100, asks_schema=False, alike=alike.is_same,
    )  # fmt: skip
    shown = {number: trials.holds(bytes((number,)) + b"x") for number in (1, 2, 99, 100, 200)}
    assert shown == {1: True, 2: True, 99: True, 100: False, 200: False}
    assert alike.known == {
        "SEGV at 2": True, "SEGV at 99": True, "SEGV at 100": False, "SEGV at 200": False
    }  # fmt: skip
    assert trials.holds(b"\x02y")
    assert len(alike.known) == 4
    trials.close()


def test_only_so_many_places_are_looked_up(tmp_path: Path) -> None:
    fault = kit.crashed("SEGV in load")
    alike = Alike(kit.InProcess(by_name), str(tmp_path), fault.kind.value, fault.signature)
    shown = [alike.is_same(bytes((number,)), by_place(bytes((number,)))) for number in range(20)]
    assert shown == [True] * 12 + [False] * 8
