"""Streams that are written: bits as reading takes them, bytes of several owners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.backends.construct.build.canvas import Bits, Canvas, Item, StreamState
from validator.backends.construct.build.sink import Owner, Sink
from validator.backends.construct.window import Window

widths = st.lists(st.tuples(st.integers(1, 64), st.booleans()), max_size=12)


def canvas_of(sink: Sink) -> Canvas:
    return Canvas(memoryview(b""), 0, 0, None, sink=sink)


def put(canvas: Canvas, value: int, width: int, *, little: bool, fill: int = 0) -> None:
    canvas.put_bits(Bits(value, width, fill), little=little, scope=None)  # type: ignore[arg-type]  # no clash, no path


@given(fields=widths, data=st.data())
def test_bits_are_read_as_they_were_put(
    fields: list[tuple[int, bool]], data: st.DataObject
) -> None:
    sink = Sink()
    canvas = canvas_of(sink)
    values = [data.draw(st.integers(0, (1 << width) - 1)) for width, _ in fields]
    for value, (width, little) in zip(values, fields, strict=True):
        put(canvas, value, width, little=little)
    canvas.align()
    window = Window(memoryview(bytes(sink.data)), 0, len(sink.data))
    assert [window.read_bits(width, little=little) for width, little in fields] == values
    assert window.position == len(sink.data) == canvas.position


@given(fields=widths, data=st.data())
def test_positions_are_those_of_reading(
    fields: list[tuple[int, bool]], data: st.DataObject
) -> None:
    canvas = canvas_of(Sink())
    window = Window(memoryview(bytes(200)), 0, 200)
    for width, little in fields:
        put(canvas, data.draw(st.integers(0, (1 << width) - 1)), width, little=little)
        window.read_bits(width, little=little)
        assert (canvas.position, canvas.bits_left) == (window.position, window.bits_left)
        assert canvas.value_start == window.value_start
    assert canvas.tell() == window.tell()


@pytest.mark.parametrize(
    ("little", "fill", "expected"), [(False, 0xFF, 0xBF), (True, 0xFF, 0xFD), (False, 0, 0xA0)]
)
def test_bits_behind_the_last_are_kept(little: bool, fill: int, expected: int) -> None:
    sink = Sink()
    canvas = canvas_of(sink)
    put(canvas, 0b101, 3, little=little, fill=fill)
    canvas.align()
    assert sink.data == bytes([expected])


def test_bytes_of_nobody_are_overwritten_those_of_others_are_not() -> None:
    sink = Sink()
    sink.write(2, b"cd", Owner.SEQ, None)
    sink.write(0, b"abcd", Owner.PLACED, None)
    assert (bytes(sink.data), sink.clashes) == (b"abcd", [])
    assert sink.owners == bytes([Owner.PLACED] * 2 + [Owner.SEQ] * 2)
    sink.write(3, b"xy", Owner.PLACED, None)
    assert [clash.offset for clash in sink.clashes] == [3]


@pytest.mark.parametrize(
    ("at", "content", "agrees"),
    [(0, b"..", True), (2, b"cd", True), (1, b".c", True), (2, b"cx", False), (3, b"dxyz", True),
     (9, b"ab", True), (1, b".x", False)],
)  # fmt: skip
def test_agreement_is_foretold(at: int, content: bytes, agrees: bool) -> None:
    sink = Sink()
    sink.write(2, b"cd", Owner.SEQ, None)
    assert sink.agrees(at, content) is agrees
    sink.write(at, content, Owner.PLACED, None)
    assert bool(sink.clashes) is not agrees


def test_bytes_are_found_where_a_field_has_written_them() -> None:
    sink = Sink()
    sink.write(0, b"ab..ab", Owner.SEQ, None)
    sink.write(6, b"ab", Owner.CHOSEN, None)
    sink.reserve(20)
    sink.restart()
    assert sink.find(b"ab", (0, 20), 0) == 0
    assert sink.find(b"ab", (0, 20), 5) == 4
    assert sink.find(b"ab", (1, 20), 0) == 4
    assert sink.find(b"ab", (5, 20), 5) is None
    assert sink.find(b"ab", (0, 20), 0, lambda at: at > 2) == 4
    assert sink.find(b"\0", (8, 20), 8) is None
    assert sink.find(b"zz", (0, 20), 0) is None


def test_who_chose_a_place_gives_way_to_whose_place_it_is() -> None:
    sink = Sink()
    sink.write(0, b"ab", Owner.CHOSEN, None)
    sink.write(0, b"abc", Owner.SEQ, None)
    assert sink.owners == bytes([Owner.SEQ] * 3)


def test_holes_are_what_nobody_wrote() -> None:
    sink = Sink()
    sink.write(2, b"cd", Owner.SEQ, None)
    sink.write(6, b"g", Owner.SEQ, None)
    sink.reserve(9)
    assert sink.holes(0, 9) == [(0, 2), (4, 6), (7, 9)]
    assert sink.holes(2, 6) == [(4, 6)]


def test_nothing_takes_no_room() -> None:
    sink = Sink()
    sink.write(7, b"", Owner.SEQ, None)
    assert sink.data == b""


def test_what_lies_behind_moves_with_what_grew() -> None:
    state = StreamState(seq_end=(10, 14))
    state.items = {(1, 0): Item((12, 16), 6), (2, 0): Item((20, 22), 1)}
    assert [state.shift_of(at) for at in (0, 9, 10, 12, 16, 20, 22)] == [0, 0, 4, 4, 6, 6, 5]
