"""Near misses: a valid file with exactly one rule broken, and everything else repaired.

Comes in: a valid file. Goes out: another one, and which rule is broken where. Each kind of check
says how it is broken: a value just outside, a member that is none, a reference that misses, a key
twice, two elements in the wrong order, one bit of a checksum. Whether only that rule is broken,
the tracing reader tells; candidates for which it is not so are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from validator.backends.strategies.rules import constant
from validator.backends.strategies.source import Draw
from validator.backends.strategies.tracing import Tracer, leaf_of, set_leaf
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import Measure, find_equations
from validator.ir.nodes import BitsRead, Check, CheckKind, FieldKind, NumberRead, Program
from validator.ir.trace import Trace
from validator.ir.walk import walk
from validator.runtime.recorder import Failure

_MAX_SITES = 24
_MAX_VALUES = 12
_MAX_PAIRS = 6
_SUM_ROUNDS = 3

COUNT = "count"
TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class Broken:
    """A near miss.

    Attributes:
        data: the file.
        label: the path and the rule, such as `header.magic: magic-mismatch`.
        rule: the rule that is broken.
    """

    data: bytes
    label: str
    rule: str


class Breaker:
    """Breaks rules in files of one program.

    Args:
        program: the compiled schema.
        contracts: (name, facts), each checked.
    """

    def __init__(self, program: Program, contracts: Sequence[tuple[str, Any]]) -> None:
        self.program = program
        self.tracer = Tracer(program, contracts)
        self.counts = {
            number
            for equation in find_equations(program)
            if equation.measure in (Measure.COUNT, Measure.SIZE) and len(equation.unknowns) == 1
            for number in equation.unknowns
        }
        self.checks = [
            check for check in program.checks
            if check.severity.value == "error" and (contracts or not check.needs_contract)
        ]  # fmt: skip

    def break_one(self, data: bytes, draw: Draw) -> Broken | None:
        """Return a file with one rule broken, None when none could be.

        Args:
            data: a valid file; not modified.
            draw: chooses the rule and the place.
        """
        trace, _ = self.tracer.read(data)
        places: dict[int, list[int]] = {}
        for node in range(1, len(trace)):
            places.setdefault(trace.place[node], []).append(node)
        sites: list[Check | str | int] = [
            check for check in self.checks if self._nodes(check, places)
        ]
        sites += [number for number in sorted(self.counts) if number in places]
        sites.append(TRUNCATED)
        start = draw()
        for number in range(min(len(sites), _MAX_SITES)):
            site = sites[(start + number * 7919) % len(sites)]
            found = self._broken(trace, data, site, places, draw())
            if found is not None:
                return found
        return None

    def only(self, data: bytes, number: int, how: str) -> Broken | None:
        """Return a file as a near miss when it breaks one check and no other rule, else None.

        Args:
            data: any file; not modified.
            number: the check.
            how: what was done, for the label.
        """
        trace, failures = self.tracer.read(data)
        mine = [failure for failure in failures if failure.check == number]
        rules = self.tracer.rules(failures)
        if not mine or len(rules) != 1:
            return None
        (rule,) = rules
        node = mine[0].node
        where = (trace.path(node) if 0 <= node < len(trace) else "") or "the file"
        return Broken(data, f"{where}: {rule} ({how})", rule)

    def _nodes(self, check: Check, places: dict[int, list[int]]) -> list[int]:
        if check.field is not None:
            return places.get(check.field, [])
        return [
            node for number in self._fields(check) for node in places.get(number, ())
        ]  # fmt: skip

    def _fields(self, check: Check) -> list[int]:
        """Return the stored fields that a condition of an object uses."""
        if check.condition is None:
            return []
        found = []
        for node in walk(check.condition):
            match node:
                case ir.FieldGet(object=ir.SelfRef(), field=number):
                    one = self.program.fields[number]
                    if one.kind in (FieldKind.SEQ, FieldKind.INSTANCE):
                        found.append(number)
        return found

    def _broken(
        self,
        trace: Trace,
        data: bytes,
        site: Check | str | int,
        places: dict[int, list[int]],
        x: int,
    ) -> Broken | None:
        if site == TRUNCATED:
            return self._checked(data[:-1], "", "", "truncated by one byte") if data else None
        if isinstance(site, int):
            nodes = places[site]
            return self._leaf(trace, data, nodes[x % len(nodes)], _near_count, "")
        if isinstance(site, str):
            return None
        nodes = self._nodes(site, places)
        node = nodes[x % len(nodes)]
        if site.kind in (CheckKind.UNIQUE, CheckKind.SORTED):
            nodes = [one for one in nodes if trace.is_array[one]] or nodes
            return self._keys(trace, data, site, nodes[x % len(nodes)], x >> 8)
        return self._leaf(
            trace, data, node, lambda t, n: _values(self.program, site, t, n), site.rule
        )  # fmt: skip

    def _leaf(self, trace: Trace, data: bytes, node: int, values: Any, rule: str) -> Broken | None:
        if trace.is_array[node]:
            kids = [k for k in range(node + 1, len(trace)) if trace.parent[k] == node]
            if not kids:
                return None
            node = kids[0]
        if trace.struct[node] >= 0 or trace.end[node] <= trace.start[node]:
            return None
        for number, value in enumerate(values(trace, node)):
            if number >= _MAX_VALUES:
                return None
            changed = bytearray(data)
            if value == trace.value[node] or not set_leaf(trace, changed, node, value):
                continue
            path = trace.path(node)
            found = self._checked(bytes(changed), path, rule, f"{trace.value[node]!r} -> {value!r}")
            if found is not None:
                return found
        return None

    def _keys(self, trace: Trace, data: bytes, check: Check, node: int, x: int) -> Broken | None:
        """Let two elements of a list have the same key, or the wrong order."""
        kids = [k for k in range(node + 1, len(trace)) if trace.parent[k] == node]
        leaves = [leaf for kid in kids if (leaf := self._key_leaf(trace, check, kid)) >= 0]
        if len(leaves) < 2:
            return None
        for number in range(min(len(leaves) - 1, _MAX_PAIRS)):
            first = (x + number) % (len(leaves) - 1)
            found = self._pair(trace, data, check, leaves[first], leaves[first + 1])
            if found is not None:
                return found
        return None

    def _pair(self, trace: Trace, data: bytes, check: Check, one: int, two: int) -> Broken | None:
        """Swap two keys, or let one be the other."""
        left, right = trace.content(one), trace.content(two)
        if len(left) != len(right) or trace.stream[one] or trace.stream[two]:
            return None
        is_order = check.kind is CheckKind.SORTED
        for source, target in ((left, two), (right, one)):
            changed = bytearray(data)
            if is_order:
                changed[trace.start[one] : trace.end[one]] = right
                changed[trace.start[two] : trace.end[two]] = left
            else:
                changed[trace.start[target] : trace.end[target]] = source
            how = "out of order" if is_order else "twice"
            found = self._checked(bytes(changed), trace.path(target), check.rule, how)
            if found is not None:
                return found
        return None

    def _key_leaf(self, trace: Trace, check: Check, kid: int) -> int:
        """Return the stored value that is the key of an element, -1 when it is computed."""
        match check.operands[:1]:
            case (ir.FieldGet(object=ir.Item(depth=1), field=number),):
                for node in range(kid + 1, len(trace)):
                    if trace.parent[node] == kid and trace.place[node] == number:
                        return node
                return -1
            case () | (ir.Item(depth=1),):
                return kid if trace.struct[kid] < 0 else -1
        return -1

    def _checked(self, data: bytes, path: str, rule: str, how: str) -> Broken | None:
        """Repair checksums, and keep a file only when the wanted rule alone is broken."""
        for _ in range(_SUM_ROUNDS):
            trace, failures = self.tracer.read(data)
            repaired = bytearray(data)
            is_other = False
            for failure in failures:
                if failure.check >= 0 and failure.operands and self._is_sum(failure, rule):
                    is_other |= set_leaf(trace, repaired, failure.node, failure.operands[0])
            if not is_other:
                break
            data = bytes(repaired)
        rules = self.tracer.rules(failures)
        if len(rules) != 1 or (rule and rule not in rules):
            return None
        (found,) = rules
        where = path or "the file"
        return Broken(data, f"{where}: {found} ({how})", found)

    def _is_sum(self, failure: Failure, rule: str) -> bool:
        """Whether a checksum is wrong that was not meant to be."""
        check = self.program.checks[failure.check]
        return check.kind is CheckKind.CHECKSUM and check.rule != rule


def _near_count(trace: Trace, node: int) -> Iterator[Any]:
    value = trace.value[node]
    if isinstance(value, int):
        yield from (value + 1, value - 1)


def _values(program: Program, check: Check, trace: Trace, node: int) -> Iterator[Any]:
    """Yield values that break a check of a stored value, nearest to it first."""
    present = trace.value[node]
    read = leaf_of(trace, node)
    if not isinstance(read, NumberRead | BitsRead) or isinstance(present, float):
        raw = trace.content(node)
        yield bytes((raw[0] ^ 1,)) + raw[1:]
        yield raw[:-1] + bytes((raw[-1] ^ 1,))
        yield bytes(len(raw))
        return
    numbers = [constant(operand) for operand in check.operands]
    if check.condition is not None:
        numbers += [constant(part) for part in walk(check.condition)]
    known = sorted({n for n in numbers if type(n) is int})
    one = program.fields[trace.place[node]]
    if check.kind is CheckKind.IN_ENUM and one.enum is not None:
        known = sorted(value for value, _ in program.enums[one.enum].members)
    if check.kind is CheckKind.CHECKSUM and isinstance(present, int):
        yield present ^ 1
        return
    if check.kind in (CheckKind.RESERVED, CheckKind.EQ) and isinstance(present, int):
        yield from (present + 1, present ^ 1, present - 1)
    low, high = _bounds(read)
    order = [bound + step for bound in known for step in (1, -1)] + known
    if isinstance(present, int):
        order += [present + 1, present - 1, present ^ 1]
    order += [low, high, high - 1, (low + high) // 2]
    yield from (value for value in dict.fromkeys(order) if low <= value <= high)


def _bounds(read: NumberRead | BitsRead) -> tuple[int, int]:
    match read:
        case BitsRead(width=width):
            return 0, (1 << width) - 1
        case NumberRead(primitive=primitive):
            return primitive.minimum or 0, primitive.maximum or 0
