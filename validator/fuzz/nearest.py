"""The valid file next to one that shows a fault: what differs is what does it.

Comes in: a small file, trials. Goes out: a file that the gate and the consumer both accept, made of
it by one change, and how they differ, field by field. Among several the one with the least changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile

from validator.check.schema import Schema
from validator.crashes import LESS_WRONG
from validator.dataclass import dataclass
from validator.fuzz.balance import mended
from validator.fuzz.changes import find_changes
from validator.fuzz.judge import Judge
from validator.fuzz.prepared import Prepared, nested_pairs
from validator.fuzz.simple import least_value, unused_value
from validator.fuzz.trials import Trials
from validator.ir.nodes import BytesRead, CheckKind, StrRead
from validator.ir.trace import Value
from validator.measure import FieldChange
from validator.mutate.outline import survey
from validator.mutate.view import View

_MAX_LEAVES = 300
_MAX_LISTS = 60
_MAX_TWINS = 6
_MAX_SIZE = 1 << 17
_MAX_CHECKED = 1 << 20
"""Bytes of all candidates for one file: each of them is checked as a whole."""
_LEAST_TRIED = 64
_MOST_CPU_S = 5.0
"""What the search for a file that is less wrong may take: some checks take long to explain."""
MADE = "made of it by one change"


@dataclass(frozen=True, slots=True)
class Near:
    """A valid file, and what makes the faulty one of it."""

    data: bytes
    name: str
    changes: tuple[FieldChange, ...]

    @property
    def weight(self) -> tuple[int, int, float]:
        """How much differs: bytes, then fields, then how far apart numbers without names are."""
        size = sum(max(one.size, 1) for one in self.changes)
        return size, len(self.changes), sum(map(_distance, self.changes))


def _distance(change: FieldChange) -> float:
    match change:
        case FieldChange(was=int() | float() as was, now=int() | float() as now, labels=("", "")):
            return abs(now - was)
    return 0.0


def find_nearest(judge: Judge, faulty: bytes, trials: Trials) -> Near | None:
    """Return the valid file that is nearest to a faulty one.

    Args:
        judge: the gate, which accepts it.
        faulty: shows the fault; best when it is small.
        trials: runs candidates; the consumer has to accept them.
    Returns:
        the file; None when no single change makes one.
    """
    if len(faulty) > _MAX_SIZE:
        return None
    made = likely_causes(judge.schema, faulty)
    return _lightest(judge.schema, faulty, trials.accepted(made), MADE)


def find_harmless(
    judge: Judge, faulty: bytes, trials: Trials, broken: Callable[[bytes], frozenset[object]]
) -> Near | None:
    """Return the file nearest to a faulty one that is less wrong, and harmless.

    Args:
        judge: the gate, which refuses both.
        faulty: shows the fault.
        trials: runs candidates; the consumer has to accept them.
        broken: what is wrong with a file; a candidate has less of that, and nothing else.
    Returns:
        the file; None when no single change makes one.
    """
    if len(faulty) > _MAX_SIZE:
        return None
    schema, before = judge.schema, broken(faulty)
    until = time.process_time() + _MOST_CPU_S
    tried = takewhile(lambda _: time.process_time() < until, likely_causes(schema, faulty))
    made = [one for one in tried if broken(one) < before]
    return _lightest(schema, faulty, trials.accepted(made, asks_schema=False), LESS_WRONG)


def likely_causes(schema: Schema, faulty: bytes) -> list[bytes]:
    """Return files with one place changed, the likeliest causes first; fewer of a large file.

    Args:
        schema: of the file.
        faulty: the whole file.
    """
    most = max(_LEAST_TRIED, _MAX_CHECKED // max(len(faulty), 1))
    return list(dict.fromkeys(islice(changed_once(schema, faulty), most)))


def _lightest(schema: Schema, faulty: bytes, fine: Sequence[bytes], name: str) -> Near | None:
    found = [
        Near(data, name, changes)
        for data in fine
        if (changes := _causes(schema, find_changes(schema, data, faulty)))
    ]
    return min(found, key=lambda one: one.weight, default=None)


def _causes(schema: Schema, changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """Return changes without those of checksums, which follow from the others."""
    program = schema.program
    sums = {
        program.fields[check.field].id
        for check in program.checks
        if check.kind is CheckKind.CHECKSUM and check.field is not None
    }
    kept = tuple(one for one in changes if one.path.rpartition(".")[2] not in sums)
    return kept or changes


def changed_once(schema: Schema, data: bytes) -> Iterator[bytes]:
    """Yield a file with one place changed, what is most likely a cause first.

    Args:
        schema: of the file.
        data: a small file.
    """
    prepared = Prepared(schema, survey(schema.program), data)
    for values in mended(View(prepared.outline), prepared.balances, prepared.relations):
        made = prepared.put(values) if values else None
        if made is not None and made != data:
            yield made
    leaves = list(prepared.plain)
    weights, trace = prepared.terrain.weights, prepared.trace
    leaves.sort(key=lambda node: (-weights[trace.place[node]], -node))
    for node in leaves[:_MAX_LEAVES]:
        for value in dict.fromkeys(_others(prepared, node)):
            made = prepared.put({node: value})
            if made is not None and made != prepared.data:
                yield made
    lists = [node for node in range(1, len(trace)) if trace.is_array[node]][:_MAX_LISTS]
    for node in lists:
        yield from _with_twins(prepared, node)
    for outer, inner in nested_pairs(prepared)[:-_MAX_TWINS:-1]:
        made = prepared.replaced(outer, prepared.data[trace.start[inner] : trace.end[inner]])
        if made is not None:
            yield made
    for node in lists:
        count = len(prepared.outline.kids[node])
        for at in sorted({count - 1, 0}, reverse=True):
            made = prepared.without({trace.path(node): range(at, at + 1)}) if at >= 0 else None
            if made is not None:
                yield made


def _with_twins(prepared: Prepared, node: int) -> Iterator[bytes]:
    """Yield the file with an element of a list replaced by another one of it."""
    trace, kids = prepared.trace, prepared.outline.kids[node]
    raws = list(dict.fromkeys(prepared.data[trace.start[kid] : trace.end[kid]] for kid in kids))
    for kid in reversed(kids[-_MAX_LEAVES:]):
        for raw in raws[:_MAX_TWINS]:
            if raw != prepared.data[trace.start[kid] : trace.end[kid]]:
                made = prepared.replaced(kid, raw)
                if made is not None:
                    yield made


def _others(prepared: Prepared, node: int) -> Iterator[Value]:
    """Yield values of a leaf that are simpler, or next to its own."""
    value = prepared.trace.value[node]
    if isinstance(prepared.outline.leaf_read(node), BytesRead | StrRead):
        yield unused_value(prepared, node)
        return
    yield unused_value(prepared, node)
    yield least_value(prepared, node)
    if type(value) is int:
        yield from (value - 1, value + 1)
    yield from prepared.terrain.known[prepared.trace.place[node]][:4]
