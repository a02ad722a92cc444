"""A comparison for programs: one JSON document, or JSON lines.

Comes in: a comparison and what is known about the files. Goes out: ASCII JSON text in pieces,
one difference a line. Keys are always all present; docs/diff.md describes them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from validator.diff import About, Comparison, Difference, Kind, Side
from validator.report.escape import unicode_text
from validator.report.tree_labels import enum_label, enum_of, json_value, type_name

if TYPE_CHECKING:
    from validator.ir.trace import Trace

FORMAT = "contentgate-diff"
FORMAT_VERSION = 1

_dump = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def diff_json(comparison: Comparison, head: Mapping[str, Any], limit: int) -> Iterator[str]:
    """Yield the document.

    Args:
        comparison: what was found.
        head: schema, digest, old and new, in this order.
        limit: differences listed; the rest is counted.
    """
    yield _dump({"format": FORMAT, "version": FORMAT_VERSION, **head})[:-1]
    yield f",\n{_dump(_summary(comparison, limit))[1:-1]}"
    yield ',\n"differences":['
    for number, one in enumerate(comparison.differences[:limit]):
        yield ("," if number else "") + "\n" + _dump(_difference(comparison, one))
    yield "]}\n"


def diff_jsonl(comparison: Comparison, head: Mapping[str, Any], limit: int) -> Iterator[str]:
    """Yield lines with a `type` each: `diff`, then a `difference` each, then `summary`.

    Args:
        comparison: what was found.
        head: as for `diff_json`.
        limit: differences listed; the rest is counted.
    """
    yield _dump({"type": "diff", "format": FORMAT, "version": FORMAT_VERSION, **head}) + "\n"
    for one in comparison.differences[:limit]:
        yield _dump({"type": "difference", **_difference(comparison, one)}) + "\n"
    yield _dump({"type": "summary", **_summary(comparison, limit)}) + "\n"


def _summary(comparison: Comparison, limit: int) -> dict[str, Any]:
    kinds = Counter(d.kind for d in comparison.differences if d.follows is None)
    found = comparison.differences
    return {
        "same": comparison.is_same,
        "counts": {
            **{kind.value: kinds[kind] for kind in Kind},
            "consequences": sum(d.follows is not None for d in found),
        },
        "suppressed": comparison.suppressed + max(len(found) - limit, 0),
    }


def _difference(comparison: Comparison, one: Difference) -> dict[str, Any]:
    follows = one.follows
    return {
        "kind": one.kind.value,
        "about": one.about.value,
        "path": unicode_text(one.path),
        "old": _side(comparison.old.trace, one, one.old),
        "new": _side(comparison.new.trace, one, one.new),
        "follows": None
        if follows is None
        else {"why": follows.why.value, "of": unicode_text(follows.of)},
    }


def _side(trace: Trace, one: Difference, side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    node = side.node
    bits = trace.bits.get(node)
    is_value = one.about in (About.VALUE, About.ENTRY)
    has_enum = is_value and enum_of(trace, node) is not None
    return {
        "path": unicode_text(side.path),
        "type": type_name(trace, node) if is_value else "bytes",
        "start": side.start,
        "end": side.end,
        "stream": side.stream,
        "bits": {"offset": bits[0], "width": bits[1]} if bits is not None and is_value else None,
        "value": _text(json_value(side.value)),
        "enum": enum_label(trace, node) if has_enum else None,
    }


def _text(value: Any) -> Any:
    match value:
        case str():
            return unicode_text(value)
        case list():
            return [_text(item) for item in value]
    return value
