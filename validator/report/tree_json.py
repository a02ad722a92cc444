"""A tree for machines: one JSON document, written piece by piece.

Comes in: a view and what is known about the file. Goes out: ASCII JSON text in pieces, one
node a line, so that a large trace is never held a second time. docs/output.md describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from validator.report.escape import unicode_text
from validator.report.plain import finding_value
from validator.report.tree import extent_end, is_computed
from validator.report.tree_labels import enum_label, enum_of, json_value, type_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from validator.findings import Finding
    from validator.report.tree import TreeView

FORMAT = "contentgate-tree"
FORMAT_VERSION = 1

_dump = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def tree_json(
    view: TreeView | None, top: int, head: Mapping[str, Any], findings: Sequence[Finding]
) -> Iterator[str]:
    """Yield the document of a file.

    Args:
        view: its tree; None when the file could not be read at all.
        top: node to start from; 0 is the whole file.
        head: what stands first, such as file, size, schema and digest.
        findings: of the whole file.
    """
    first = {"format": FORMAT, "version": FORMAT_VERSION, **head}
    yield _dump(first)[:-1]
    yield ',\n"tree":'
    if view is None:
        yield "null"
    else:
        yield from _node(view, top, view.trace.path(top))
    gaps = [] if view is None else [{"start": start, "end": end} for start, end in view.gaps]
    streams = [] if view is None else _streams(view)
    yield f',\n"gaps":{_dump(gaps)},\n"streams":{_dump(streams)},\n"findings":['
    for number, finding in enumerate(findings):
        yield ("," if number else "") + "\n" + _dump(finding_value(finding))
    yield "]}\n"


def _node(view: TreeView, node: int, path: str) -> Iterator[str]:
    trace = view.trace
    yield _dump(_own(view, node, path))[:-1]
    if trace.struct[node] >= 0 or trace.is_array[node]:
        yield ',"items":[' if trace.is_array[node] else ',"fields":['
        for position, child in enumerate(view.children[node]):
            yield ",\n" if position else "\n"
            name = trace.name(child)
            inner = f"{path}{name}" if name[:1] == "[" or not path else f"{path}.{name}"
            yield from _node(view, child, inner)
        yield "]"
    yield "}"


def _own(view: TreeView, node: int, path: str) -> dict[str, Any]:
    """Return what a node says besides its parts."""
    trace = view.trace
    own: dict[str, Any] = {
        "id": trace.name(node),
        "path": path,
        "type": type_name(trace, node),
    }
    if is_computed(trace, node):
        own["computed"] = True
    else:
        own["start"], own["end"] = trace.start[node], extent_end(view, node)
    if trace.stream[node]:
        own["stream"] = trace.stream[node]
    if node in trace.bits:
        bit, width = trace.bits[node]
        own["bits"] = {"offset": bit, "width": width}
    if node in trace.alias:
        own["type"] = "object"
        own["same_as"] = trace.path(trace.alias[node])
    elif trace.struct[node] < 0 and not trace.is_array[node]:
        own["value"] = _text(json_value(trace.value[node]))
        if enum_of(trace, node) is not None:
            own["enum"] = enum_label(trace, node)
    if node in view.at:
        own["findings"] = view.at[node]
    return own


def _streams(view: TreeView) -> list[dict[str, Any]]:
    """Return the streams that a `process` made: number, the node it was made of, size."""
    trace = view.trace
    return [
        {"stream": number, "owner": trace.path(trace.stream_owner[number]), "size": len(raw)}
        for number, raw in enumerate(trace.streams)
        if number
    ]


def _text(value: Any) -> Any:
    match value:
        case str():
            return unicode_text(value)
        case list():
            return [_text(item) for item in value]
    return value
