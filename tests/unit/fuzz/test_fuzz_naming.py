"""Names of faults are looked up once for every place in the consumer."""

from __future__ import annotations

from pathlib import Path

import fuzz_kit as kit
import pytest

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.fuzz import naming
from validator.fuzz.lane import Lane

LOADS, SAVES = b"\x10", b"\x20"


class Sanitized:
    """A consumer that dies of bytes from 0x10 on; the second half of a byte is the line."""

    def __init__(self) -> None:
        self.named, self.quick = kit.InProcess(self.by_name), kit.InProcess(self.by_place)
        self.runs = {"name": 0, "place": 0}
        self.is_steady = True

    def by_name(self, data: bytes) -> Outcome:
        self.runs["name"] += 1
        function = "load" if data[0] < 0x20 else "save"
        return self._outcome(data, function, f"in {function} reader.c:{data[0]}")

    def by_place(self, data: bytes) -> Outcome:
        self.runs["place"] += 1
        return self._outcome(data, f"reader.so+{data[0]:#x}", f"(reader.so+{data[0]:#x})")

    def _outcome(self, data: bytes, where: str, frame: str) -> Outcome:
        if data[0] < 0x10 or not self.is_steady:
            return kit.ACCEPTED
        report = f"ERROR: AddressSanitizer: SEGV on address\n    #0 0x12 {frame}\n"
        text = f"AddressSanitizer: SEGV in {where}"
        return Outcome(OutcomeKind.CRASHED, signature=text, stderr=report.encode())


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Sanitized:
    made = Sanitized()
    monkeypatch.setattr(naming, "without_names", lambda *_: made.quick)
    return made


def test_each_place_is_looked_up_once(tmp_path: Path, reader: Sanitized) -> None:
    lane = Lane(reader.named, str(tmp_path), 4)
    inputs = [LOADS, b"\0", LOADS, SAVES, LOADS, b"\x11", SAVES, SAVES]
    found = [*lane.run(inputs[:4]), *lane.run(inputs[4:])]
    lane.close()
    where = [one.signature.rpartition(" ")[2] for one in found]
    assert where == ["load", "", "load", "save", "load", "load", "save", "save"]
    assert reader.runs == {"name": 4, "place": 7}  # the first fault, and three places
    assert b"in save reader.c:32" in found[-1].stderr


def test_the_consumer_goes_on_behind_a_fault_that_ends_a_batch(
    tmp_path: Path, reader: Sanitized
) -> None:
    lane = Lane(reader.named, str(tmp_path), 2)
    assert lane.run([b"\0", LOADS])[1].signature.endswith("in load")
    assert lane.naming.asked is reader.quick
    assert lane.run([b"\1", b"\2"]) == [kit.ACCEPTED] * 2
    assert reader.runs == {"name": 2, "place": 2}
    lane.close()


def test_a_fault_that_does_not_come_back_is_kept_as_it_was(
    tmp_path: Path, reader: Sanitized
) -> None:
    found = naming.Naming(reader.named, str(tmp_path))
    assert found.named(LOADS, reader.by_name(LOADS)).signature.endswith("in load")
    quick = reader.by_place(SAVES)
    reader.is_steady = False
    assert found.named(SAVES, quick) is quick
    assert found.asked is reader.named
    reader.is_steady = True
    assert found.named(LOADS, reader.by_name(LOADS)).signature.endswith("in load")
    assert found.asked is reader.named  # such faults are run with names from then on


def test_another_fault_of_the_same_input_does_not_take_its_place(
    tmp_path: Path, reader: Sanitized
) -> None:
    found = naming.Naming(reader.named, str(tmp_path))
    found.named(LOADS, reader.by_name(LOADS))
    other = Outcome(OutcomeKind.CRASHED, signature="AddressSanitizer: double-free in reader.so+0x9")
    assert found.named(SAVES, other) is other
