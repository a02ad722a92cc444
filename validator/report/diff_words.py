"""Values, elements and reasons of a comparison as text; unescaped, each on one line.

Comes in: sides of a difference and their traces. Goes out: short texts in the words of the
schema. Long values are shown where they differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.diff import About, Difference, Follows, Side, Why
from validator.diff.align import first_difference
from validator.report.meta import plural
from validator.report.tree_labels import plain_text, type_name, value_text

if TYPE_CHECKING:
    from validator.ir.trace import Trace

_BYTES = 16
_CHARS = 60
_SUMMARY = 6
_REASONS = {
    Why.COUNT: "counts {of}",
    Why.LENGTH: "length of {of}",
    Why.OFFSET: "offset of {of}",
    Why.CHECKSUM: "checksum",
    Why.EQUATION: "as the schema asks",
    Why.SAME_BYTES: "same bytes as {of}",
    Why.COMPUTED: "computed",
}


def reason_text(follows: Follows) -> str:
    """Return why a difference follows from others.

    Args:
        follows: the reason.
    """
    return _REASONS[follows.why].format(of=follows.of or "the file")


def pair_text(difference: Difference, old: Trace, new: Trace) -> str:
    """Return `OLD -> NEW` of a difference that has two sides.

    Args:
        difference: neither inserted nor deleted.
        old, new: the traces.
    """
    one, two = difference.old, difference.new
    if one is None or two is None:
        return ""
    if difference.about is About.ENTRY:
        return f"{type_name(old, one.node)} -> {type_name(new, two.node)}"
    if difference.about is About.BYTES:
        # Everything up to the first difference would be the same on both sides.
        return "same value, other bytes: " + _bytes_pair(_raw(old, one), _raw(new, two))
    a, b = one.value, two.value
    if isinstance(a, bytes) and isinstance(b, bytes):
        return _bytes_pair(a, b)
    if isinstance(a, str) and isinstance(b, str) and max(len(a), len(b)) > _CHARS:
        return _text_pair(a, b)
    before = value_text(old, one.node, has_bytes=False)
    after = value_text(new, two.node, has_bytes=False)
    if before == after:  # shortened, or values of other types that look alike
        before, after = f"{before} ({type_name(old, one.node)})", f"{after} (other value)"
    return f"{before} -> {after}"


def _raw(trace: Trace, side: Side) -> bytes:
    source = trace.streams[side.stream] if side.stream else trace.data
    return bytes(source[side.start : side.end])


def bytes_text(data: bytes) -> str:
    """Return bytes as hex pairs, at most 16, then the total.

    Args:
        data: any bytes.
    """
    if not data:
        return "empty"
    shown = data[:_BYTES].hex(" ")
    return f"{shown} .. ({plural(len(data), 'byte')})" if len(data) > _BYTES else shown


def _bytes_pair(a: bytes, b: bytes) -> str:
    at = first_difference(a, b)
    if at < _BYTES:
        return f"{bytes_text(a)} -> {bytes_text(b)}"
    parts = [part[at : at + _BYTES].hex(" ") or "the end" for part in (a, b)]
    sizes = f"{len(a)}" if len(a) == len(b) else f"{len(a)} -> {len(b)}"
    return f"from byte {at}: {parts[0]} -> {parts[1]} ({sizes} bytes)"


def _text_pair(a: str, b: str) -> str:
    at = first_difference(a, b)
    start = max(at - 8, 0)
    parts = []
    for text in (a, b):
        piece = text[start : start + _CHARS]
        before, after = "..." if start else "", "..." if start + _CHARS < len(text) else ""
        parts.append(f'{before}"{piece}"{after}')
    sizes = f"{len(a)}" if len(a) == len(b) else f"{len(a)} -> {len(b)}"
    return f"{parts[0]} -> {parts[1]} (from character {at} of {sizes})"


def side_text(trace: Trace, side: Side, parts: list[int]) -> str:
    """Return what came or went: a value, or the type, size and first values of an object.

    Args:
        trace: of the side.
        side: the side.
        parts: children of its node, in order.
    """
    node = side.node
    if trace.struct[node] < 0 and not trace.is_array[node]:
        if isinstance(side.value, bytes):
            return "= " + bytes_text(side.value)
        return "= " + value_text(trace, node, has_bytes=False)
    size = plural(side.end - side.start, "byte")
    if trace.is_array[node]:
        return f": {plural(len(parts), 'element')}, {size}"
    leaves = [
        f"{trace.name(kid)} = {_short(trace, kid)}"
        for kid in parts
        if trace.struct[kid] < 0 and not trace.is_array[kid] and trace.value[kid] is not None
    ]
    more = ", ..." if len(leaves) > _SUMMARY or len(leaves) < len(parts) else ""
    name = type_name(trace, node).rpartition("::")[2]
    shown = ", ".join(leaves[:_SUMMARY])
    return f": {name}, {size}" + (f": {shown}{more}" if leaves else "")


def _short(trace: Trace, node: int) -> str:
    value = trace.value[node]
    if isinstance(value, bytes):
        return bytes_text(value)
    if isinstance(value, str | list):
        text = plain_text(value)
        return text if len(text) <= _CHARS else text[: _CHARS - 3] + "..."
    return value_text(trace, node, has_bytes=False)
