"""Keys of a field whose values are fixed bytes: contents, terminator, pad-right.

Comes in: the node under the key. Goes out: bytes or a byte, or None and a finding.
"""

from __future__ import annotations

from validator.ksy.nodes import Node, Scalar, Sequence
from validator.ksy.problems import Problems
from validator.ksy.values import to_int, wrong_kind


def read_contents(node: Node, problems: Problems) -> bytes | None:
    """Read `contents`: text in UTF-8, or a list of bytes and texts.

    Args:
        node: its value.
        problems: receives the findings.
    """
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return _encode(node, problems)
    if not isinstance(node, Sequence):
        wrong_kind(node, "contents", "text or a list of bytes and texts", problems)
        return None
    if not node.items:
        problems.add("invalid-value", node.pos, "contents is empty", expected="at least one byte")
        return None
    parts = [_part(item, problems) for item in node.items]
    return None if None in parts else b"".join(part for part in parts if part is not None)


def _part(node: Node, problems: Problems) -> bytes | None:
    if isinstance(node, Scalar):
        if isinstance(node.value, str):
            return _encode(node, problems)
        if type(node.value) is int and 0 <= node.value <= 255:
            return bytes([node.value])
    wrong_kind(node, "an entry of contents", "a byte from 0 to 255 or text", problems)
    return None


def _encode(node: Scalar, problems: Problems) -> bytes | None:
    if not node.text:
        problems.add("invalid-value", node.pos, "contents is empty", expected="at least one byte")
        return None
    return node.text.encode("utf-8")


def read_terminator(node: Node, problems: Problems) -> bytes | None:
    """Read `terminator`: one byte.

    Args:
        node: its value; the language has no terminator of several bytes outside UTF-16/32.
        problems: receives the findings.
    """
    value = to_int(node, "terminator", problems, 0, 255)
    return None if value is None else bytes([value])


def read_pad_right(node: Node, problems: Problems) -> int | None:
    """Read `pad-right`: one byte.

    Args:
        node: its value.
        problems: receives the findings.
    """
    return to_int(node, "pad-right", problems, 0, 255)
