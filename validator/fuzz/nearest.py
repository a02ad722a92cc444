"""The valid file next to one that shows a fault: what differs is what does it.

Comes in: a small file, valid files, trials. Goes out: a file that the gate and the consumer both
accept, and how it differs, field by field. It is found by changing the small file at one place;
where no such change makes it harmless, by comparing it with the valid files that were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from validator.fuzz.changes import find_changes
from validator.fuzz.judge import Judge
from validator.fuzz.prepared import Prepared
from validator.fuzz.seeds import SeedFile
from validator.fuzz.simple import least_value, plain_leaves, unused_value
from validator.fuzz.trials import Trials
from validator.ir.nodes import BytesRead
from validator.ir.trace import Value
from validator.measure import FieldChange
from validator.mutate.outline import survey

_MAX_LEAVES = 400
_MAX_LISTS = 60
_MAX_REFERENCES = 8
_MAX_SIZE = 1 << 18
MADE = "made of it by one change"


@dataclass(frozen=True, slots=True)
class Near:
    """A valid file, and what makes the faulty one of it."""

    data: bytes
    name: str
    changes: tuple[FieldChange, ...]


def find_nearest(
    judge: Judge, faulty: bytes, references: Sequence[SeedFile], trials: Trials
) -> Near | None:
    """Return the valid file that is nearest to a faulty one.

    Args:
        judge: the gate, which accepts it.
        faulty: shows the fault; best when it is small.
        references: valid files.
        trials: runs candidates; the consumer has to accept them.
    Returns:
        the file; None when none was found.
    """
    schema = judge.schema
    found: list[tuple[tuple[int, int], Near]] = []
    if len(faulty) <= _MAX_SIZE:
        prepared = Prepared(schema, survey(schema.program), faulty)
        made = list(dict.fromkeys(_harmless(prepared)))
        for rank, data in enumerate(trials.accepted(made)):
            changes = find_changes(schema, data, faulty)
            if changes:
                found.append(((len(changes), rank), Near(data, MADE, changes)))
    if not found:
        for rank, seed in enumerate(references[:_MAX_REFERENCES]):
            changes = find_changes(schema, seed.data, faulty)
            if changes:
                found.append(((len(changes), rank), Near(seed.data, seed.name, changes)))
    return min(found, key=lambda one: one[0])[1] if found else None


def _harmless(prepared: Prepared) -> Iterator[bytes]:
    """Yield the file with one place changed, what is most likely the cause first."""
    leaves = plain_leaves(prepared)
    weights, trace = prepared.terrain.weights, prepared.trace
    leaves.sort(key=lambda node: (-weights[trace.place[node]], -node))
    for node in leaves[:_MAX_LEAVES]:
        for value in _others(prepared, node):
            made = prepared.put({node: value})
            if made is not None and made != prepared.data:
                yield made
    lists = [node for node in range(1, len(trace)) if prepared.outline.kids[node]]
    for node in [node for node in lists if trace.is_array[node]][:_MAX_LISTS]:
        count = len(prepared.outline.kids[node])
        for at in dict.fromkeys((count - 1, 0)):
            made = prepared.without({trace.path(node): range(at, at + 1)})
            if made is not None:
                yield made


def _others(prepared: Prepared, node: int) -> Iterator[Value]:
    """Yield values of a leaf that are simpler, or next to its own."""
    value = prepared.trace.value[node]
    if isinstance(prepared.outline.leaf_read(node), BytesRead):
        yield unused_value(prepared, node)
        return
    yield unused_value(prepared, node)
    yield least_value(prepared, node)
    if type(value) is int:
        yield from (value - 1, value + 1)
    yield from prepared.terrain.known[prepared.trace.place[node]][:4]
