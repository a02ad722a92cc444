"""Patches: fields of a file that cannot be read to its end are overwritten in place.

Nothing moves and nothing is repaired, so only values of the same length can be set. Works on
the Trace, as far as that goes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Literal

from validator.backends.construct.build.given import Misfit, leaf_of
from validator.errors import UsageError
from validator.ir.nodes import BitsRead, BytesRead, Endian, NumberRead, Read, StrRead, SwitchRead
from validator.ir.trace import Trace
from validator.mutate.edit import Change

_Leaf = NumberRead | BitsRead | BytesRead | StrRead


def patch_bytes(trace: Trace, changes: Sequence[Change]) -> bytes:
    """Overwrite fields in place.

    Args:
        trace: of the file, as far as it was read.
        changes: edits with verb `set`, of numbers, bit fields, bytes and text.
    Raises:
        UsageError: a field was not read, is of another kind, or the value does not fit.
    """
    nodes = {trace.path(node): node for node in trace.leaves()}
    data = bytearray(trace.data)
    for change in changes:
        if change.verb != "set" or change.source:
            raise _refused(change, "only --set with a value can be done in place")
        node = nodes.get(change.path)
        if node is None:
            raise _refused(change, "no such field in the part that can be read")
        if trace.stream[node]:
            raise _refused(change, "it stands in unpacked bytes, not in the file itself")
        start, end = trace.start[node], trace.end[node]
        data[start:end] = _encode(trace, node, bytes(data[start:end]), change)
    return bytes(data)


def _refused(change: Change, reason: str) -> UsageError:
    return UsageError(
        f"{change.path}: {reason}\n"
        "  expected  a number, bytes or text: the file cannot be read to its end, so nothing can"
        " move in it"
    )


def _encode(trace: Trace, node: int, present: bytes, change: Change) -> bytes:
    """Return the bytes of a field with its new value.

    Args:
        trace: of the file.
        node: the field.
        present: its bytes now, which bit fields share with others.
        change: says the value.
    """
    field = trace.program.fields[trace.place[node]]
    read = _leaf(field.read, len(present))
    if read is None:
        raise _refused(change, "it is no single value")
    try:
        value = leaf_of(trace.program, field, read, change.value)
    except Misfit as error:
        raise UsageError(f"{change.path}: {error}") from None
    match read:
        case NumberRead(primitive=primitive):
            try:
                return struct.pack(_order(trace, node, read) + primitive.code, value)
            except OverflowError:
                raise UsageError(f"{change.path}: {value} does not fit {primitive.name}") from None
        case BitsRead():
            return _encode_bits(trace.bits[node], read, present, int(value))
        case BytesRead() | StrRead():
            return _encode_text(trace, node, read, value, change)


def _leaf(read: Read | None, size: int) -> _Leaf | None:
    """Return the read of a leaf; of a switch, the case of this size if there is only one."""
    if isinstance(read, _Leaf):
        return read
    if not isinstance(read, SwitchRead):
        return None
    cases = [case for _, case in read.cases] + [read.default]
    fitting = {
        case for case in cases if isinstance(case, NumberRead) and case.primitive.width == size
    }
    return fitting.pop() if len(fitting) == 1 else None


def _order(trace: Trace, node: int, read: NumberRead) -> str:
    if read.endian is not Endian.CALCULATED:
        return "<" if read.endian is Endian.LITTLE else ">"
    old = trace.data[trace.start[node] : trace.end[node]]
    return "<" if struct.unpack("<" + read.primitive.code, old)[0] == trace.value[node] else ">"


def _encode_text(
    trace: Trace, node: int, read: BytesRead | StrRead, value: Any, change: Change
) -> bytes:
    """Return the bytes of a string, with terminator and padding as they are."""
    if read.extent.process is not None:
        raise _refused(change, "its bytes are packed")
    whole = bytes(trace.data[trace.start[node] : trace.end[node]])
    try:
        old, new = (_raw(read, text) for text in (trace.value[node], value))
    except ValueError as error:
        raise UsageError(f"{change.path}: {value!r} cannot be written: {error}") from None
    if len(new) == len(whole):
        return new
    if len(new) == len(old) and whole.startswith(old):
        return new + whole[len(old) :]
    raise UsageError(
        f"{change.path}: nothing can move in a file that cannot be read to its end\n"
        f"  expected  {_count(len(old))}\n  found     {_count(len(new))}"
    )


def _raw(read: BytesRead | StrRead, value: Any) -> bytes:
    return bytes(value) if isinstance(read, BytesRead) else str(value).encode(read.encoding)


def _count(size: int) -> str:
    return f"{size} byte" if size == 1 else f"{size} bytes"


def _encode_bits(place: tuple[int, int], read: BitsRead, present: bytes, value: int) -> bytes:
    offset, width = place
    order: Literal["little", "big"] = "little" if read.endian is Endian.LITTLE else "big"
    shift = offset if order == "little" else 8 * len(present) - offset - width
    mask = ((1 << width) - 1) << shift
    number = int.from_bytes(present, order) & ~mask | value << shift
    return number.to_bytes(len(present), order)
