"""Crashes of small consumers: told apart, kept at once, made small, named by field."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import fuzz_kit as kit
import pytest

from validator.check.schema import Schema
from validator.consumers.library import LibraryConsumer
from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits
from validator.consumers.stack import stack_frames
from validator.crashes import ACCEPTED, LESS_WRONG, MINIMIZED, PARTLY, RAW, Step
from validator.fuzz.case import SEED, Case
from validator.fuzz.judge import Judge
from validator.fuzz.regressions import Regressions
from validator.fuzz.seeds import SeedFile
from validator.fuzz.triage import Triage
from validator.fuzz.trials import OutOfTime

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="no C compiler")
LIMITS = Limits(timeout_s=20.0)
MANY = [(number, 10 * number, number % 100) for number in range(40)]


def summed(*rows: tuple[int, int, int]) -> bytes:
    """Return a file whose checksum is right."""
    data = kit.rules(*rows)
    return kit.rules(*rows, total=zlib.crc32(data[8:]))


def careless(is_fatal: Callable[[list[tuple[int, int, int]]], bool]) -> Callable[[bytes], Outcome]:
    def read(data: bytes) -> Outcome:
        rows = kit.read_rules(data)
        if rows is None or int.from_bytes(data[4:8], "little") != zlib.crc32(data[8:]):
            return kit.REJECTED
        return kit.crashed() if is_fatal(rows) else kit.ACCEPTED

    return read


def open_triage(
    folder: Path, consumer: Consumer, schema: Schema | None = None, **more: object
) -> Triage:
    schema = schema or kit.load(folder, kit.SCHEMA)
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    return Triage(
        schema,
        Judge.of(schema, ()),
        consumer,
        Regressions(str(folder / "kept")),
        str(scratch),
        project=str(folder),
        version="1.0",
        **more,  # type: ignore[arg-type]  # passed on
    )


def found(data: bytes, number: int = 0) -> Case:
    return Case(number, data, "mutated", label="rules[3].level 30 -> 9", edits=(("a", "b"),))


def test_a_crash_is_kept_before_anything_else(tmp_path: Path) -> None:
    triage = open_triage(tmp_path, kit.InProcess(careless(lambda rows: True)))
    data = summed(*MANY)
    crash = triage.note(found(data), kit.crashed(), [Step("seed", "a.bin"), Step("mutated", "x")])
    kept = triage.regressions.load(crash.id)
    assert (kept.data, kept.report.state, kept.report.gate.rule) == (data, RAW, ACCEPTED)
    assert kept.report.origin == (Step("seed", "a.bin"), Step("mutated", "x"))
    assert (crash.is_new, crash.count, crash.is_settled) == (True, 1, False)
    assert triage.note(found(summed(MANY[1]), 7), kit.crashed()) is crash
    assert (crash.count, crash.number) == (2, 0)
    assert triage.regressions.load(crash.id).data == data


def test_a_value_is_named_with_its_border(tmp_path: Path) -> None:
    fatal = careless(lambda rows: any(row[1] > 300 for row in rows))
    triage = open_triage(tmp_path, kit.InProcess(fatal))
    crash = triage.note(found(summed(*MANY)), kit.crashed())
    report = triage.settle(crash)
    assert (report.state, report.gate.rule, report.path) == (MINIMIZED, ACCEPTED, "rules[0].level")
    assert [(one.path, one.was, one.now) for one in report.changes] == [
        ("rules[0].level", 300, 301)
    ]
    assert crash.data == summed((0, 301, 0))
    assert triage.regressions.load(crash.id).report.kept.size == 17
    assert triage.settle(crash) is report


def test_two_values_that_agree_stay(tmp_path: Path) -> None:
    fatal = careless(lambda rows: len(rows) > 2 and rows[0][0] == rows[-1][1] != 0)
    triage = open_triage(tmp_path, kit.InProcess(fatal))
    crash = triage.note(found(summed((77, 5, 1), *MANY, (9, 77, 2))), kit.crashed())
    triage.settle(crash)
    assert crash.data == summed((1, 0, 0), (0, 0, 0), (0, 1, 0))


def test_a_broken_count_stays_broken(tmp_path: Path) -> None:
    def read(data: bytes) -> Outcome:
        if data[:4] != b"RUL1" or len(data) < 10:
            return kit.REJECTED
        is_fatal = int.from_bytes(data[8:10], "little") > 1000
        return kit.crashed() if is_fatal else kit.ACCEPTED

    triage = open_triage(tmp_path, kit.InProcess(read), kit.load(tmp_path))
    data = bytearray(kit.rules(*MANY))
    data[8:10] = (60_000).to_bytes(2, "little")
    crash = triage.note(found(bytes(data)), kit.crashed())
    assert not crash.gate.is_accepted
    report = triage.settle(crash)
    assert len(crash.data) == 10
    assert int.from_bytes(crash.data[8:10], "little") > 1000
    assert report.path == "num_rules"
    assert not report.gate.is_accepted


def test_a_file_that_the_gate_accepts_takes_the_place_of_one_that_it_refuses(
    tmp_path: Path,
) -> None:
    def read(data: bytes) -> Outcome:
        return kit.crashed() if data[:4] == b"RUL1" else kit.REJECTED

    triage = open_triage(tmp_path, kit.InProcess(read))
    crash = triage.note(found(b"RUL1 and nonsense"), kit.crashed())
    assert crash.gate.rule != ACCEPTED
    assert triage.note(found(summed(*MANY)), kit.crashed()) is crash
    assert crash.gate.rule == ACCEPTED
    assert triage.regressions.load(crash.id).report.gate.rule == ACCEPTED
    triage.settle(crash)
    assert crash.data == summed()
    assert triage.unsettled() == []


def test_what_is_broken_and_need_not_be_is_repaired(tmp_path: Path) -> None:
    """A wrong checksum beside the fault: the fault is not laid on it."""
    fatal = careless(lambda rows: any(row[2] & 0x80 for row in rows))
    no_sum = kit.InProcess(lambda data: fatal(data[:4] + zlib.crc32(data[8:]).to_bytes(4, "little")
                                              + data[8:]))  # fmt: skip
    triage = open_triage(tmp_path, no_sum)
    crash = triage.note(found(kit.rules(*MANY, (1, 1, 0x81))), kit.crashed())
    assert crash.gate.rule == "checksum-mismatch"
    report = triage.settle(crash)
    assert report.gate.rule == ACCEPTED
    assert report.path == "rules[0].deny"


def test_what_does_not_come_back_is_told(tmp_path: Path) -> None:
    triage = open_triage(tmp_path, kit.InProcess(lambda data: kit.ACCEPTED))
    data = summed(*MANY)
    crash = triage.note(found(data), kit.crashed())
    report = triage.settle(crash)
    assert (report.state, crash.data) == (PARTLY, data)
    assert "did not come back" in report.notes[0]


def test_few_runs_leave_a_file_that_still_fails(tmp_path: Path) -> None:
    fatal = careless(lambda rows: any(row[1] > 300 for row in rows))
    triage = open_triage(tmp_path, kit.InProcess(fatal), runs=6)
    crash = triage.note(found(summed(*MANY)), kit.crashed())
    report = triage.settle(crash)
    assert (report.state, report.runs) == (PARTLY, 6)
    assert fatal(crash.data).is_fault
    assert any("no more runs" in note for note in report.notes)


def test_a_campaign_that_ends_leaves_the_file_as_found(tmp_path: Path) -> None:
    triage = open_triage(tmp_path, kit.InProcess(careless(lambda rows: True)))
    crash = triage.note(found(summed(*MANY)), kit.crashed())
    triage.is_over = lambda: True
    with pytest.raises(OutOfTime):
        triage.settle(crash)
    assert not crash.is_settled
    assert triage.regressions.load(crash.id).data == summed(*MANY)


def test_a_later_campaign_knows_what_is_kept(tmp_path: Path) -> None:
    fatal = kit.InProcess(careless(lambda rows: any(row[1] > 300 for row in rows)))
    first = open_triage(tmp_path, fatal)
    first.settle(first.note(found(summed(*MANY)), kit.crashed()))
    later = open_triage(tmp_path, fatal)
    crash = later.note(found(summed(*MANY)), kit.crashed())
    assert (crash.is_new, crash.is_settled, crash.data) == (False, True, summed((0, 301, 0)))
    (Path(crash.folder) / "case.json").write_text("{", encoding="utf-8")
    again = open_triage(tmp_path, fatal).note(found(summed(*MANY)), kit.crashed())
    assert (again.is_new, again.data) == (True, summed(*MANY))


def test_a_valid_file_near_by_is_taken_where_no_single_change_helps(tmp_path: Path) -> None:
    fatal = careless(lambda rows: sum(row[1] == 4000 for row in rows) > 1)
    seed = summed(*MANY[:4])
    rows = [(0, 4000, 0), (1, 4000, 1), *MANY[2:4]]
    triage = open_triage(
        tmp_path,
        kit.InProcess(fatal),
        references=[SeedFile("other", summed()), SeedFile("s", seed)],
    )
    report = triage.settle(triage.note(found(summed(*rows)), kit.crashed()))
    assert report.kept.size == 24
    assert report.path == "rules[1].level"
    assert report.nearest is not None


def test_a_consumer_that_hangs_is_asked_seldom(tmp_path: Path) -> None:
    asked = []

    def read(data: bytes) -> Outcome:
        asked.append(data)
        rows = kit.read_rules(data)
        is_long = rows is not None and len(rows) > 2
        return Outcome(OutcomeKind.HUNG, signature="time limit") if is_long else kit.ACCEPTED

    triage = open_triage(tmp_path, kit.InProcess(read))
    crash = triage.note(found(summed(*MANY)), Outcome(OutcomeKind.HUNG, signature="time limit"))
    triage.settle(crash)
    assert len(kit.read_rules(crash.data) or ()) == 3
    assert sum(len(kit.read_rules(data) or ()) > 2 for data in asked) < 200


C_TARGET = """\
#include <stdint.h>
#include <stddef.h>
#include <string.h>
static volatile int sink;
static uint32_t crc(const uint8_t *d, size_t n) {
    uint32_t c = ~0u;
    while (n--) { c ^= *d++; for (int i = 0; i < 8; i++) c = c >> 1 ^ (0xedb88320u & -(c & 1)); }
    return ~c;
}
__attribute__((noinline)) static void weigh(unsigned weight) {
    if (weight > 99) sink = *(volatile int *)(uintptr_t)(weight & 0xff);
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint32_t sum;
    uint16_t count;
    if (size < 10 || memcmp(data, "RUL1", 4)) return 1;
    memcpy(&sum, data + 4, 4);
    memcpy(&count, data + 8, 2);
    if (sum != crc(data + 8, size - 8) || size != 10u + 7u * count) return 1;
    for (unsigned i = 0; i < count; i++) {
        const uint8_t *rule = data + 10 + 7 * i;
        unsigned level = rule[4] << 8 | rule[5];
        weigh(rule[6] & 0x7f);
        if (level == 4242) sink = *(volatile int *)0x10;
        if (level == 4243) sink = *(volatile int *)0x20 / 3;
    }
    return 0;
}
"""


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("target")
    (folder / "t.c").write_text(C_TARGET, encoding="utf-8")
    command = ["gcc", "-O1", "-shared", "-fPIC", "-o", "t.so", "t.c"]
    subprocess.run(command, cwd=folder, check=True)
    return folder


def library(folder: Path) -> LibraryConsumer:
    parts = str(folder / "parts")
    return LibraryConsumer("reader", "t.so", limits=LIMITS, cwd=str(folder), build_folder=parts)


def crash_of(triage: Triage, data: bytes, folder: Path) -> Outcome:
    path = folder / "now.bin"
    path.write_bytes(data)
    outcome = triage.consumer.run(str(path))
    triage.note(found(data), outcome)
    return outcome


@needs_gcc
@pytest.mark.slow
def test_a_library_without_sanitizers_is_told_by_function_and_place(
    tmp_path: Path, target: Path
) -> None:
    """Three faults that die of the same signal; two of them in one function."""
    triage = open_triage(tmp_path, library(target))
    for row in ((5, 4242, 0), (5, 4243, 0), (5, 6, 120), (7, 4242, 9), (8, 8, 127)):
        crash_of(triage, summed(*MANY[:5], row), tmp_path)
    crashes = list(triage.crashes.values())
    assert [crash.report.signature for crash in crashes] == [
        "SIGSEGV in LLVMFuzzerTestOneInput",
        "SIGSEGV in LLVMFuzzerTestOneInput",
        "SIGSEGV in weigh",
    ]
    assert [crash.count for crash in crashes] == [2, 1, 2]
    assert len({crash.id for crash in crashes}) == 3
    for crash in crashes:
        triage.settle(crash)
    assert [crash.data for crash in crashes] == [
        summed((0, 4242, 0)), summed((0, 4243, 0)), summed((0, 0, 100)),
    ]  # fmt: skip
    assert [crash.report.path for crash in crashes] == [
        "rules[0].level", "rules[0].level", "rules[0].weight",
    ]  # fmt: skip
    assert crashes[2].report.stack[0].startswith("weigh (t.so+0x")
    again = open_triage(tmp_path, library(target))
    crash_of(again, summed((5, 4243, 0)), tmp_path)
    assert [crash.id for crash in again.crashes.values()] == [crashes[1].id]


@needs_gcc
def test_a_kept_crash_names_nothing_of_this_machine(tmp_path: Path, target: Path) -> None:
    triage = open_triage(tmp_path, library(target))
    crash_of(triage, summed((5, 4242, 0)), tmp_path)
    (crash,) = triage.crashes.values()
    triage.settle(crash)
    text = (Path(crash.folder) / "case.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert str(target) not in text
    assert "{elsewhere}/t.so" in text


PYTHON_TARGET = """\
import struct

def read(data):
    if data[:4] != b"RUL1":
        raise ValueError("no rules")
    count, = struct.unpack_from("<H", data, 8)
    table = [0] * 50
    for at in range(10, 10 + 7 * count, 7):
        pick(table, data[at + 6] & 0x7F)

def pick(table, weight):
    return table[weight]
"""


def test_the_folders_of_seeds_are_not_told(tmp_path: Path) -> None:
    triage = open_triage(tmp_path, kit.InProcess(lambda _: kit.crashed()))
    label = "rules[1] of /data/somebody/s.bin inserted at rules[2], a/b"
    case = Case(1, summed(), "mutated", label=label, edits=(("rules", label),))
    crash = triage.note(case, kit.crashed())
    assert crash.report.origin[0].text == "rules[1] of s.bin inserted at rules[2], a/b"
    assert "somebody" not in (Path(crash.folder) / "case.json").read_text("utf-8")
    case = Case(2, summed((1, 1, 1)), SEED, label="/data/somebody/seed.bin")
    other = triage.note(case, kit.crashed("SIGABRT in load"))
    assert other.report.origin[0].text == "seed.bin"


def test_a_traceback_of_python_is_a_signature_and_a_stack(tmp_path: Path) -> None:
    (tmp_path / "reader_of_rules.py").write_text(PYTHON_TARGET, encoding="utf-8")
    consumer = PythonConsumer("py", "reader_of_rules:read", cwd=str(tmp_path), limits=LIMITS)
    triage = open_triage(tmp_path, consumer)
    outcome = crash_of(triage, summed(*MANY, (1, 1, 99)), tmp_path)
    assert outcome.signature == "IndexError in pick"
    (crash,) = triage.crashes.values()
    report = triage.settle(crash)
    assert crash.data == summed((0, 0, 50))
    assert (report.path, report.gate.rule) == ("rules[0].weight", ACCEPTED)
    assert report.stack[0] == "pick {project}/reader_of_rules.py:12"
    assert report.consumer["cwd"] == "{project}"


ODD_TARGET = """\
#include <stdint.h>
#include <stddef.h>
#include <stdlib.h>
typedef int (*function)(void);
__attribute__((noinline)) static int deep(const uint8_t *data, size_t size, int level) {
    volatile char room[4096];
    room[level & 1023] = 1;
    return level < 0 ? room[0] : deep(data, size, level + 1) + room[1];
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 1;
    if (data[0] == 'd') return 5 / (int)(size - 1);
    if (data[0] == 'n') return ((function)(uintptr_t)(size - 1))();
    if (data[0] == 's') return deep(data, size, 0) & 0;
    if (data[0] == 'a') abort();
    return 0;
}
"""


@needs_gcc
def test_faults_of_every_kind_name_their_function(tmp_path: Path) -> None:
    """A division, a call of nothing, a stack that overflows; and without a symbol table."""
    (tmp_path / "t.c").write_text(ODD_TARGET, encoding="utf-8")
    command = ["gcc", "-O1", "-fno-optimize-sibling-calls", "-shared", "-fPIC", "-o", "t.so", "t.c"]
    subprocess.run(command, cwd=tmp_path, check=True)
    reader = library(tmp_path)
    outcomes = list(reader.run_bytes_many([b"d", b"n", b"s", b"a", b"x"]))
    assert [outcome.signature for outcome in outcomes] == [
        "SIGFPE in LLVMFuzzerTestOneInput",
        "SIGSEGV in LLVMFuzzerTestOneInput",
        "SIGSEGV in deep",
        "SIGABRT in LLVMFuzzerTestOneInput",
        "",
    ]
    subprocess.run(["strip", "t.so"], cwd=tmp_path, check=True)
    (bare,) = library(tmp_path).run_bytes_many([b"s"])
    assert bare.signature.startswith("SIGSEGV at t.so+0x")
    assert stack_frames(bare.stdout, bare.stderr)[0].startswith("(t.so+0x")


def test_where_more_is_broken_the_change_that_does_it_is_told(tmp_path: Path) -> None:
    def read(data: bytes) -> Outcome:
        if data[:4] != b"PAIR" or len(data) < 7 or data[6] != 0:  # it insists on what is wrong
            return kit.REJECTED
        return kit.crashed() if data[4] == data[5] else kit.ACCEPTED

    text = (
        "meta: {id: pair}\nseq: [{id: head, contents: PAIR}, {id: left, type: u1},"
        " {id: right, type: u1, valid: {expr: _ != left}},"
        " {id: last, type: u1, valid: {min: 1}}]\n"
    )
    triage = open_triage(tmp_path, kit.InProcess(read), kit.load(tmp_path, text))
    report = triage.settle(triage.note(found(b"PAIR\x07\x07\0"), kit.crashed()))
    assert (report.gate.is_accepted, report.path in ("left", "right")) == (False, True)
    assert len(report.changes) == 1
    assert report.nearest is not None
    assert report.nearest.name == LESS_WRONG


def test_a_valid_file_that_differs_in_much_is_only_named(tmp_path: Path) -> None:
    text = (
        "meta: {id: many}\nseq: [{id: head, contents: MANY},"
        " {id: all, type: u1, repeat: expr, repeat-expr: 8}]\n"
    )
    triage = open_triage(
        tmp_path,
        kit.InProcess(lambda data: kit.crashed() if 9 not in data[4:] else kit.REJECTED),
        kit.load(tmp_path, text),
        references=[SeedFile("/data/somebody/nines.bin", b"MANY" + b"\t" * 8)],
    )
    report = triage.settle(triage.note(found(b"MANY" + b"\1" * 8), kit.crashed()))
    assert (report.changes, report.nearest, report.path) == ((), None, "")
    assert any(": nines.bin," in note and "8 places" in note for note in report.notes)


def test_a_fault_that_comes_back_now_and_then_is_made_small_all_the_same(tmp_path: Path) -> None:
    asked = 0

    def read(data: bytes) -> Outcome:
        nonlocal asked
        asked += 1
        rows = kit.read_rules(data) or []
        is_fatal = any(row[1] > 300 for row in rows) and asked % 3 == 0
        return kit.crashed() if is_fatal else kit.ACCEPTED

    triage = open_triage(tmp_path, kit.InProcess(read), runs=4000)
    report = triage.settle(triage.note(found(summed(*MANY)), kit.crashed()))
    assert (report.path, report.kept.size) == ("rules[0].level", 17)
    assert any("4 of 12 runs" in note for note in report.notes)
