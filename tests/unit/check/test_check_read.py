"""Reading with a trace leaves the process as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.check import read
from validator.compile import compile_schema
from validator.ir.nodes import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    path = tmp_path / "case.ksy"
    path.write_text("meta: {id: case}\nseq: [{id: a, type: u1}]\n", encoding="utf-8")
    return compile_schema(str(path))


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    yield
    gc.enable()


def test_the_collector_is_off_while_reading_only(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setitem(read._readers, program.digest, lambda *_: seen.append(gc.isenabled()))
    read.read_trace(program, b"\0")
    assert (seen, gc.isenabled()) == ([False], True)
    gc.disable()
    read.read_trace(program, b"\0")
    assert (seen, gc.isenabled()) == ([False, False], False)


def test_the_collector_is_on_again_after_an_exception(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setitem(read._readers, program.digest, fail)
    with pytest.raises(MemoryError):
        read.read_trace(program, b"\0")
    assert gc.isenabled()
