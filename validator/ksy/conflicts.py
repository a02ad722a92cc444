"""Which keys of one field exclude or need each other.

Comes in: the mapping of a field. Goes out: findings. Kaitai's compiler ignores some of these
combinations silently; a key without effect is a check that is not made, so all are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validator.ksy.nodes import Mapping, Node, Scalar
from validator.ksy.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"(?:[us][1248]|f[48])(?:le|be)?")
_BITS = re.compile(r"b[0-9]+(?:le|be)?")
_BOUNDS = ("size", "size-eos", "terminator")
_TAIL = ("consume", "include", "eos-error")
_BYTE_KEYS = (*_BOUNDS, *_TAIL, "pad-right", "process", "encoding", "contents", "parent")

# What has no effect (or no meaning) on a field of a kind.
_EXCLUDED: dict[str, tuple[str, ...]] = {
    "number": _BYTE_KEYS,
    "float": (*_BYTE_KEYS, "enum"),
    "str": ("contents", "parent", "enum", "process"),
    "bytes": ("encoding", "parent", "enum"),
    "contents": (
        *("type", "valid", "size-eos", "terminator", *_TAIL, "pad-right"),
        *("encoding", "parent", "enum", "process"),
    ),
    "user": ("contents", "encoding", "enum"),
    "switch": ("contents", "enum", "encoding"),
}
_HINTS = {
    ("str", "process"): "read a byte array, and convert it with to_s in a value instance",
    ("switch", "encoding"): "set meta/encoding, which the cases inherit",
    ("contents", "process"): "leave contents out, and compare in valid",
}
_NAMES = {
    "number": "an integer",
    "float": "a floating-point number",
    "str": "a string",
    "bytes": "a byte array",
    "contents": "a field with contents",
    "user": "a field of a declared type",
    "switch": "a field with a switch",
}


def kind_of(mapping: Mapping) -> str:
    """Return what a field is, from its keys alone.

    Args:
        mapping: the field, not a value instance.
    Returns:
        One of `number float str bytes contents user switch`.
    """
    node = mapping.get("type")
    if node is None:
        return "bytes" if mapping.get("contents") is None else "contents"
    if not isinstance(node, Scalar):
        return "switch"
    if node.text in ("str", "strz"):
        return "str"
    if node.text.startswith("f") and _NUMBER.fullmatch(node.text):
        return "float"
    if _NUMBER.fullmatch(node.text) or _BITS.fullmatch(node.text):
        return "number"
    return "user"


def check_conflicts(mapping: Mapping, problems: Problems) -> None:
    """Report keys that exclude, lack or do not affect each other.

    Args:
        mapping: a seq field or a parse instance.
        problems: receives the findings.
    """
    kind = kind_of(mapping)
    if kind != "contents" and mapping.get("contents") is not None:
        _exclude(mapping, ("contents",), "type", problems)
    else:
        _exclude_for_kind(mapping, kind, problems)
    _check_bounds(mapping, kind, problems)
    _check_repeat(mapping, problems)


def check_overlap(mapping: Mapping, problems: Problems) -> None:
    """Report `-overlap` on an instance that goes nowhere else.

    Args:
        mapping: a parse instance.
        problems: receives the findings.
    """
    if mapping.get("pos") is None:
        _need(mapping, ("-overlap",), "pos", problems)


def _exclude_for_kind(mapping: Mapping, kind: str, problems: Problems) -> None:
    for key, _ in mapping.items:
        if key.text not in _EXCLUDED[kind]:
            continue
        if kind == "contents" and key.text in ("type", "valid"):
            message = f"contents and {key.text} exclude each other"
        else:
            message = f"{key.text} has no effect on {_NAMES[kind]}"
        hint = _HINTS.get((kind, key.text))
        problems.add("conflicting-keys", key.pos, message, hint=hint)


def _exclude(mapping: Mapping, names: Iterable[str], other: str, problems: Problems) -> None:
    for key, _ in mapping.items:
        if key.text in names:
            problems.add("conflicting-keys", key.pos, f"{key.text} and {other} exclude each other")


def _is_set(node: Node | None) -> bool:
    return node is not None and not (isinstance(node, Scalar) and node.value is False)


def _check_bounds(mapping: Mapping, kind: str, problems: Problems) -> None:
    if kind in ("number", "float") or mapping.get("contents") is not None:
        return
    is_strz = (node := mapping.get("type")) is not None and isinstance(node, Scalar)
    is_strz = is_strz and isinstance(node, Scalar) and node.text == "strz"
    bounds = [name for name in _BOUNDS if _is_set(mapping.get(name))]
    if "size" in bounds and "size-eos" in bounds:
        _exclude(mapping, ("size-eos",), "size", problems)
    if not bounds and not is_strz and kind in ("str", "bytes"):
        problems.add(
            "missing-key",
            mapping.pos,
            f"{_NAMES[kind]} needs size, size-eos or terminator",
            expected="one of size, size-eos, terminator" + (", type" if kind == "bytes" else ""),
        )
    if "terminator" not in bounds and not is_strz:
        _need(mapping, _TAIL, "terminator", problems)
    if "size" not in bounds and "size-eos" not in bounds:
        _need(mapping, ("pad-right",), "size or size-eos", problems)
    if not bounds and kind in ("user", "switch"):
        _need(mapping, ("process",), "size, size-eos or terminator", problems)


def _need(mapping: Mapping, names: Iterable[str], needed: str, problems: Problems) -> None:
    for key, _ in mapping.items:
        if key.text in names:
            problems.add(
                "conflicting-keys",
                key.pos,
                f"{key.text} has no effect without {needed}",
                expected=needed,
            )


def _check_repeat(mapping: Mapping, problems: Problems) -> None:
    node = mapping.get("repeat")
    how = node.text if isinstance(node, Scalar) else ""
    for word, name in (("expr", "repeat-expr"), ("until", "repeat-until")):
        if how != word:
            _need(mapping, (name,), f"repeat: {word}", problems)
        elif mapping.get(name) is None:
            problems.add(
                "missing-key",
                node.pos if node is not None else mapping.pos,
                f"repeat: {word} needs {name}",
                expected=name,
            )
    if node is None:
        _need(mapping, ("-unique", "-sorted"), "repeat", problems)
