"""Patches: fields of a file that cannot be read to its end are overwritten in place.

Nothing moves and nothing is repaired, so only values of the same length can be set. Works on
the Trace, as far as that goes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Literal

from validator.errors import UsageError
from validator.ir.nodes import BitsRead, BytesRead, Endian, NumberRead, Read, StrRead, SwitchRead
from validator.ir.trace import Trace
from validator.mutate.edit import Change


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
        node = nodes.get(change.path)
        if change.verb != "set" or change.source or node is None or trace.stream[node]:
            raise UsageError(
                f"{change.path}: the file cannot be read to its end, and this field not be "
                "overwritten in place\n"
                "  expected  --set of a number, bytes or text that was read from the file itself"
            )
        start, end = trace.start[node], trace.end[node]
        data[start:end] = _encode(trace, node, change)
    return bytes(data)


def _encode(trace: Trace, node: int, change: Change) -> bytes:
    start, end = trace.start[node], trace.end[node]
    read = _leaf(trace.program.fields[trace.place[node]].read, end - start)
    old = bytes(trace.data[start:end])
    value = change.value
    match read:
        case NumberRead(primitive=primitive) if isinstance(value, int | float):
            order = "<" if _is_little(trace, node, read, old) else ">"
            try:
                return struct.pack(order + primitive.code, value)
            except (struct.error, OverflowError) as error:
                raise UsageError(f"{change.path}: {value!r} does not fit: {error}") from None
        case BitsRead() if isinstance(value, int) and node in trace.bits:
            return _encode_bits(trace.bits[node], read, old, change)
        case BytesRead() | StrRead() if isinstance(value, str):
            raw = _raw(read, value, change)
            if len(raw) == len(old):
                return raw
            raise UsageError(
                f"{change.path}: nothing can move in a file that cannot be read to its end\n"
                f"  expected  {len(old)} bytes\n  found     {len(raw)} bytes"
            )
    raise UsageError(f"{change.path}: {value!r} cannot stand in this field")


def _leaf(read: Read | None, size: int) -> Read | None:
    """Return the read of a leaf; of a switch, the case of this size if there is only one."""
    if not isinstance(read, SwitchRead):
        return read
    cases = [case for _, case in read.cases] + [read.default]
    fitting = {
        case for case in cases if isinstance(case, NumberRead) and case.primitive.width == size
    }
    return fitting.pop() if len(fitting) == 1 else None


def _is_little(trace: Trace, node: int, read: NumberRead, old: bytes) -> bool:
    if read.endian is not Endian.CALCULATED:
        return read.endian is Endian.LITTLE
    code = read.primitive.code
    return bool(struct.unpack("<" + code, old)[0] == trace.value[node])


def _raw(read: BytesRead | StrRead, value: str, change: Change) -> bytes:
    try:
        return bytes.fromhex(value) if isinstance(read, BytesRead) else value.encode(read.encoding)
    except ValueError as error:
        raise UsageError(f"{change.path}: {value!r} cannot be written: {error}") from None


def _encode_bits(place: tuple[int, int], read: BitsRead, old: bytes, change: Change) -> bytes:
    offset, width = place
    value = int(change.value)
    if not 0 <= value < 1 << width:
        raise UsageError(f"{change.path}: {value} does not fit {width} bits")
    order: Literal["little", "big"] = "little" if read.endian is Endian.LITTLE else "big"
    shift = offset if order == "little" else 8 * len(old) - offset - width
    mask = ((1 << width) - 1) << shift
    return (int.from_bytes(old, order) & ~mask | value << shift).to_bytes(len(old), order)
