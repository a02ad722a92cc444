"""Processes of consumers that are started before there is an input for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.consumers import isolation, persistent
from validator.consumers.many import StartsAhead, run_bytes_many
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

TARGET = """\
import os

def read(data):
    if data == b"pid":
        raise ValueError(os.getpid())

def big(data):
    return len(data) > 1 << 20
"""


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    persistent.stop_ahead()


def consumer(folder: Path, target: str = "target:read") -> PythonConsumer:
    (folder / "target.py").write_text(TARGET)
    return PythonConsumer("reader", target, paths=(str(folder),), limits=Limits(timeout_s=20))


def test_the_process_that_was_started_is_the_one_that_is_asked(tmp_path: Path) -> None:
    reader = consumer(tmp_path)
    assert isinstance(reader, StartsAhead)
    reader.start_ahead()
    reader.start_ahead()
    (server,) = persistent._ahead.values()
    kinds = [outcome.kind.value for outcome in run_bytes_many(reader, [b"", b"pid"])]
    assert kinds == ["accepted", "rejected"]
    assert persistent._ahead == {}
    assert server._server is not None
    with pytest.raises(OSError, match="file descriptor"):  # closed with what asked it
        os.fstat(server._server._sandbox.fileno())


def test_what_is_never_asked_is_ended(tmp_path: Path) -> None:
    consumer(tmp_path).start_ahead()
    (server,) = persistent._ahead.values()
    assert server._server is not None
    launcher = server._server._sandbox._launcher
    assert launcher.poll() is None
    persistent.stop_ahead()
    assert launcher.returncode is not None
    assert persistent._ahead == {}


def test_another_consumer_gets_a_process_of_its_own(tmp_path: Path) -> None:
    consumer(tmp_path).start_ahead()
    other = consumer(tmp_path, "target:big")
    assert [one.kind.value for one in run_bytes_many(other, [bytes(9)])] == ["rejected"]
    assert len(persistent._ahead) == 1


def test_inputs_that_are_too_large_for_it(tmp_path: Path) -> None:
    large = consumer(tmp_path, "target:big")
    large.start_ahead()
    kinds = [one.kind.value for one in run_bytes_many(large, [bytes(3 << 20), b""])]
    assert kinds == ["accepted", "rejected"]


def test_a_target_that_cannot_be_loaded_is_told_when_it_is_asked(tmp_path: Path) -> None:
    wrong = consumer(tmp_path, "target:no_such")
    wrong.start_ahead()
    with pytest.raises(ConsumerError, match="consumer reader: it cannot be loaded"):
        list(run_bytes_many(wrong, [b""]))


def test_bubblewrap_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[list[str]] = []
    begun = isolation._begun
    monkeypatch.setattr(isolation, "_begun", lambda words: tried.append(words) or begun(words))
    isolation.bubblewrap.cache_clear()
    try:
        isolation.begin_probe()
        isolation.begin_probe()
        first = isolation.bubblewrap()
        isolation.begin_probe()
        assert isolation.bubblewrap() == first
        assert len(tried) <= 1
        assert isolation._probes == []
    finally:
        isolation.bubblewrap.cache_clear()
