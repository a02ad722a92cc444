"""Inputs in memory: consumers that take them, and those that are given files."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.consumers.arena import Arena
from validator.consumers.command import CommandConsumer
from validator.consumers.library import LibraryConsumer
from validator.consumers.many import run_bytes_many, through_files
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits

LIMITS = Limits(timeout_s=20.0)
INPUTS = (b"CONT one", b"junk", b"", b"CONT two")


def test_a_program_gets_files_that_go_away(tmp_path: Path) -> None:
    grep = CommandConsumer("grep", ("grep", "-q", "CONT", "{file}"), limits=LIMITS, cwd="/")
    kinds = [outcome.kind for outcome in run_bytes_many(grep, INPUTS, str(tmp_path))]
    assert kinds == [
        *(OutcomeKind.ACCEPTED, OutcomeKind.REJECTED, OutcomeKind.REJECTED, OutcomeKind.ACCEPTED),
    ]
    assert os.listdir(tmp_path) == []


def test_leaving_early_cleans_up(tmp_path: Path) -> None:
    taken: list[bytes] = []

    def inputs() -> Iterator[bytes]:
        for data in INPUTS:
            taken.append(data)
            yield data

    true = CommandConsumer("true", ("true", "{file}"), limits=LIMITS, cwd="/")
    outcomes = run_bytes_many(true, inputs(), str(tmp_path))
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) < len(INPUTS)
    assert os.listdir(tmp_path) == []


SOURCE = r"""
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int read_count;
static int is(const uint8_t *data, size_t size, const char *text) {
    return size == strlen(text) && !memcmp(data, text, size);
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    read_count++;
    if (is(data, size, "reject")) return -1;
    if (is(data, size, "null")) return *(volatile int *)0;
    if (is(data, size, "abort")) { fputs("free(): invalid pointer", stderr); abort(); }
    if (is(data, size, "hang")) for (;;) pause();
    if (is(data, size, "say")) puts("said");
    if (is(data, size, "flood")) for (int i = 0; i < 200000; i++) puts("flooding");
    if (is(data, size, "exit")) exit(3);
    if (is(data, size, "close")) for (int i = 0; i < 100; i++) close(i);
    if (is(data, size, "later") && read_count > 1) abort();
    if (size > 100) return data[size - 1] != 'x';
    return 0;
}
"""
TARGET = """
import sys
seen = []
def read(data):
    seen.append(data)
    if data == b"reject":
        raise ValueError("no")
    if data == b"crash": return [][1]
    if data == b"say": print("said")
    if data == b"exit": sys.exit(2)
    if data == b"later" and len(seen) > 1:
        raise IndexError("later")
    if len(data) > 100: return data[-1:] == b"x"
"""
needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> LibraryConsumer:
    folder = tmp_path_factory.mktemp("target")
    (folder / "target.c").write_text(SOURCE, encoding="ascii")
    words = ["gcc", "-O1", "-w", "-fPIC", "-shared", "-fsanitize-coverage=trace-pc"]
    subprocess.run([*words, str(folder / "target.c"), "-o", str(folder / "t.so")], check=True)
    limits = Limits(timeout_s=1.0, output_bytes=1000)
    return LibraryConsumer("c", "t.so", limits=limits, cwd=str(folder), build_folder=str(folder))


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> PythonConsumer:
    folder = tmp_path_factory.mktemp("target")
    (folder / "in_memory_target.py").write_text(TARGET, encoding="ascii")
    return PythonConsumer(
        "p", "in_memory_target:read", limits=LIMITS, cwd=str(folder), coverage=True
    )


def facts(outcome: Outcome) -> tuple[object, ...]:
    return (outcome.kind, outcome.exit_code, outcome.signal, outcome.signature, outcome.coverage)


C_INPUTS = (
    *(b"fine", b"reject", b"null", b"fine", b"abort", b"say", b"", b"exit", b"close", b"fine"),
    *(b"y" * 5000, b"x" * 4999, b"flood", b"reject"),
)


@needs_gcc
@pytest.mark.parametrize("ahead", [1, 3, 64])
def test_a_library_does_the_same_as_with_files(
    library: LibraryConsumer, tmp_path: Path, ahead: int
) -> None:
    together = list(library.run_bytes_many(C_INPUTS, ahead=ahead))
    apart = list(through_files(library, C_INPUTS, str(tmp_path)))
    assert list(map(facts, together)) == list(map(facts, apart))
    assert [(one.stdout[:8], one.stderr) for one in together] == [
        (one.stdout[:8], one.stderr) for one in apart
    ]


@needs_gcc
def test_a_hang_ends_one_input_only(library: LibraryConsumer) -> None:
    found = [one.kind.value for one in library.run_bytes_many([b"fine", b"hang", b"reject"])]
    assert found == ["accepted", "hung", "rejected"]


@needs_gcc
def test_what_was_printed_belongs_to_its_input(library: LibraryConsumer) -> None:
    inputs = [b"fine", b"say", b"fine", b"say", b"say", b"null", b"fine"]
    found = [one.stdout for one in library.run_bytes_many(inputs)]
    assert found == [b"", b"said\n", b"", b"said\n", b"said\n", b"", b""]


@needs_gcc
def test_a_fault_that_needs_what_came_before_names_it(library: LibraryConsumer) -> None:
    found = list(library.run_bytes_many([b"fine", b"reject", b"later"]))
    assert found[2].kind is OutcomeKind.CRASHED
    assert found[2].after == ("input 0", "input 1")
    alone = list(library.run_bytes_many([b"later"]))
    assert alone[0].kind is OutcomeKind.ACCEPTED


@needs_gcc
def test_only_new_coverage_comes_across(library: LibraryConsumer) -> None:
    inputs = [b"fine", b"fine", b"reject", b"fine", b"null", b"reject", b"x" * 200, b"x" * 201]
    found = list(library.run_bytes_many(inputs, ahead=3, is_novel_only=True))
    has = [one.coverage is not None for one in found]
    assert has == [True, False, True, False, False, False, True, False]
    whole = list(library.run_bytes_many(inputs))
    assert found[2].coverage == whole[2].coverage


@needs_gcc
def test_large_inputs_get_more_memory(library: LibraryConsumer) -> None:
    large = b"y" * (3 << 20) + b"x"
    inputs = [b"fine", large, b"reject", large[:-1], b"fine"]
    found = [one.kind.value for one in library.run_bytes_many(inputs)]
    assert found == ["accepted", "accepted", "rejected", "rejected", "accepted"]


@needs_gcc
def test_a_consumer_looks_ahead_no_further_than_it_may(library: LibraryConsumer) -> None:
    taken: list[bytes] = []

    def inputs() -> Iterator[bytes]:
        for data in C_INPUTS:
            taken.append(data)
            yield data

    counts = [len(taken) for _ in library.run_bytes_many(inputs(), ahead=5)]
    assert counts == [5] * 5 + [10] * 5 + [14] * 4


@needs_gcc
def test_many_workers_serve_one_after_the_other(library: LibraryConsumer) -> None:
    inputs = [b"reject" if number % 7 else b"fine" for number in range(5000)]
    found = [one.kind is OutcomeKind.REJECTED for one in library.run_bytes_many(inputs, ahead=256)]
    assert found == [data == b"reject" for data in inputs]


@pytest.mark.parametrize("ahead", [1, 64])
def test_a_callable_does_the_same_as_with_files(
    python: PythonConsumer, tmp_path: Path, ahead: int
) -> None:
    inputs = [b"fine", b"reject", b"crash", b"say", b"exit", b"", b"z" * 300, b"x" * 300]
    together = list(python.run_bytes_many(inputs, ahead=ahead))
    apart = list(through_files(python, inputs, str(tmp_path)))
    assert list(map(facts, together)) == list(map(facts, apart))
    assert [one.stdout for one in together] == [one.stdout for one in apart]
    assert b"IndexError" in together[2].stderr


def test_a_callable_shows_new_lines_only(python: PythonConsumer) -> None:
    inputs = [b"fine", b"fine", b"reject", b"reject", b"later"]
    found = list(python.run_bytes_many(inputs, is_novel_only=True))
    assert [one.coverage is not None for one in found] == [True, False, True, False, True]
    assert found[4].after == ("input 0", "input 1", "input 2", "input 3")


def test_a_callable_that_takes_paths_gets_files(tmp_path: Path) -> None:
    (tmp_path / "path_target.py").write_text(
        "def read(path): return open(path, 'rb').read() == b'good'\n", encoding="ascii"
    )
    consumer = PythonConsumer(
        "p", "path_target:read", gives="path", limits=LIMITS, cwd=str(tmp_path)
    )
    found = [one.kind.value for one in run_bytes_many(consumer, [b"good", b"bad"])]
    assert found == ["accepted", "rejected"]


def test_records_of_another_request_are_no_answer() -> None:
    arena = Arena(10, is_novel_only=False)
    try:
        assert arena.put([b"one", b"two"]) == 2
        assert arena.records(b"someone!", 1) is None
        assert arena.records(bytes(8), 300) is None
        assert arena.records(bytes(8), 0) == []
    finally:
        arena.close()
