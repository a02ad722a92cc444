"""A trace as a tree to look at: paths to nodes, findings and gaps put where they belong.

Comes in: a trace, the findings of the same bytes. Goes out: a `TreeView` that the text and
JSON renderers walk. It refuses to know how a node is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from validator.check.spans import covered_ranges
from validator.contract.suggest import did_you_mean
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.ir.nodes import FieldKind

if TYPE_CHECKING:
    from validator.findings import Finding
    from validator.ir.trace import Trace

_PART = re.compile(r"\[(\d{1,20})\]|\.?([A-Za-z_][A-Za-z0-9_]*)")
_LISTED = 12


# house: loose-dataclass - built from a trace piece by piece
@dataclass(slots=True)
class TreeView:
    """A trace with everything that is marked in it.

    Attributes:
        trace: what was read where.
        findings: of the same bytes, in order.
        children: node -> its children in reading order.
        at: node -> numbers of the findings about it.
        unread: node -> (rest of the path, finding number) of what it lacks.
        gaps: half-open byte ranges of the file that no field covers, sorted.
        gap_owner: gap number -> the innermost node around it.
        gap_findings: gap number -> numbers of the findings about it.
        kept: nodes with a finding at or below them; never left out.
        is_complete: everything could be read, so that a gap is not merely unread.
    """

    trace: Trace
    findings: Sequence[Finding]
    children: list[list[int]]
    at: dict[int, list[int]] = field(default_factory=dict)
    unread: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    gap_owner: list[int] = field(default_factory=list)
    gap_findings: dict[int, list[int]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    is_complete: bool = True


def make_view(trace: Trace, findings: Sequence[Finding], *, is_complete: bool = True) -> TreeView:
    """Put findings and gaps into a trace.

    Args:
        trace: not modified.
        findings: about the same bytes.
        is_complete: whether everything could be read.
    """
    view = TreeView(trace, findings, trace.children(), is_complete=is_complete)
    _find_gaps(view)
    by_range = {gap: number for number, gap in enumerate(view.gaps)}
    for number, finding in enumerate(findings):
        span = finding.span
        gap = by_range.get((span.start, span.end)) if span is not None else None
        if gap is not None and finding.rule == "unexplained-bytes":
            view.gap_findings.setdefault(gap, []).append(number)
            _keep(view, view.gap_owner[gap])
            continue
        node, rest = _walk(view, finding.path, follow=False)
        if rest:
            view.unread.setdefault(node, []).append((rest, number))
        else:
            view.at.setdefault(node, []).append(number)
        _keep(view, node)
    return view


def find_node(view: TreeView, path: str) -> int:
    """Return the node of a path.

    Args:
        view: the tree.
        path: as in findings, such as `instances[1].criteria[20].op`; "" is the root. A
            computed object stands for the object that it is.
    Raises:
        UsageError: there is no such node; names the nearest one and what it holds.
    """
    node, rest = _walk(view, path, follow=True)
    if not rest:
        return node
    near = view.trace.path(node)
    names = [view.trace.name(child) for child in view.children[node]]
    wrong = rest.removeprefix(".")
    guess = did_you_mean(re.split(r"[.\[]", wrong)[0], names)
    hint = f"\n  hint      did you mean {near + '.' if near else ''}{guess}?" if guess else ""
    raise UsageError(
        f"no such path in this file: {path}\n"
        f"  expected  after {near or 'the start'}: {_what_follows(view, node, names)}\n"
        f"  found     {wrong}{hint}"
    )


def _what_follows(view: TreeView, node: int, names: Sequence[str]) -> str:
    if not names:
        return "nothing: it has no parts"
    if view.trace.is_array[node]:
        return "[0]" if len(names) == 1 else f"[0] to [{len(names) - 1}]"
    more = f" ... ({len(names)} in all)" if len(names) > _LISTED else ""
    return f"one of {', '.join(names[:_LISTED])}{more}"


def in_subtree(view: TreeView, node: int, top: int) -> bool:
    """Tell whether a node is another one or lies below it.

    Args:
        view: the tree.
        node: any node.
        top: any node.
    """
    while node > top:
        node = view.trace.parent[node]
    return node == top


def findings_below(view: TreeView, top: int) -> set[int]:
    """Return the numbers of the findings at or below a node.

    Args:
        view: the tree.
        top: any node.
    """
    found: set[int] = set()
    for node, numbers in view.at.items():
        if in_subtree(view, node, top):
            found.update(numbers)
    for node, lacking in view.unread.items():
        if in_subtree(view, node, top):
            found.update(number for _, number in lacking)
    for gap, numbers in view.gap_findings.items():
        if in_subtree(view, view.gap_owner[gap], top):
            found.update(numbers)
    return found


def is_computed(trace: Trace, node: int) -> bool:
    """Tell whether a node's value was computed rather than read.

    Args:
        trace: the trace.
        node: any node.
    """
    place = trace.place[node]
    return place >= 0 and trace.program.fields[place].kind in (FieldKind.VALUE, FieldKind.PARAM)


def extent_end(view: TreeView, node: int) -> int:
    """Return where a node ends; for one that broke off, where its last part ends.

    Args:
        view: the tree.
        node: any node.
    """
    trace = view.trace
    start, end = trace.start[node], trace.end[node]
    if end > start or not view.children[node] or view.is_complete:
        return end
    stream = trace.stream[node]
    parts = (c for c in view.children[node] if trace.stream[c] == stream)
    return max([end, *(trace.end[c] for c in parts if trace.start[c] >= start)])


def _walk(view: TreeView, path: str, *, follow: bool) -> tuple[int, str]:
    """Follow a path as far as it goes; return the last node, and what is left of the path."""
    trace, node, position = view.trace, 0, 0
    while position < len(path):
        part = _PART.match(path, position)
        if part is None:
            return node, path[position:]
        if follow:
            node = trace.alias.get(node, node)
        wanted = f"[{int(part[1])}]" if part[1] is not None else part[2]
        found = next((c for c in view.children[node] if trace.name(c) == wanted), None)
        if found is None:
            return node, path[position:]
        node, position = found, part.end()
    return node, ""


def _keep(view: TreeView, node: int) -> None:
    while node >= 0 and node not in view.kept:
        view.kept.add(node)
        node = view.trace.parent[node]


def _find_gaps(view: TreeView) -> None:
    size = len(view.trace.data)
    position = 0
    for start, end in [*covered_ranges(view.trace), (size, size)]:
        if start > position:
            view.gaps.append((position, start))
            view.gap_owner.append(_owner(view, position, start))
        position = max(position, end)


def _owner(view: TreeView, start: int, end: int) -> int:
    """Return the innermost object or list around a byte range; the root when there is none."""
    trace, node = view.trace, 0
    while True:
        inner = next(
            (
                child
                for child in view.children[node]
                if trace.stream[child] == 0
                and trace.start[child] <= start
                and end <= trace.end[child]
                and (trace.struct[child] >= 0 or trace.is_array[child])
            ),
            None,
        )
        if inner is None:
            return node
        node = inner
