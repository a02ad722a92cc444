"""Which conditions of the schema a change can have broken, asked at the places it has touched.

Comes in: a changed view, and the nodes that were changed. Goes out: conditions that no longer
hold there. Each is bound to its place once a seed, so that asking costs little; what the seed does
not tell is taken to hold. It refuses to know how something is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache

from validator.dataclass import dataclass
from validator.findings import Severity
from validator.ir import expr as ir
from validator.ir.equations import fixed_by, structs_of
from validator.ir.evaluate import MISSED, Context
from validator.ir.nodes import Check, FieldKind, Program
from validator.ir.walk import needs_contract, walk
from validator.mutate.bind import Bound, Failed, bind, bind_small
from validator.mutate.bounds import Bounds
from validator.mutate.outline import Outline
from validator.mutate.view import View

_MOST_CHECKED = 8
_MOST_PARTS = 200
_UNKNOWN = (ir.Target, ir.Lookup, ir.Overlaps, ir.Concat, ir.ContractName)


@dataclass(frozen=True, slots=True)
class Question:
    """One condition at one place.

    Attributes:
        bound: whether it holds in a view.
        condition: the same, as the schema says it.
        owner: node of the object in whose context it stands.
        node: the value under check, -1 for a condition of the object.
    """

    bound: Bound
    condition: ir.Expr
    owner: int
    node: int = -1

    def holds(self, view: View, *, if_unknown: bool = True) -> bool:
        """Whether the condition holds; `if_unknown` where the seed does not tell."""
        try:
            return self.bound(view) is not False
        except Failed:
            return False
        except MISSED:
            return if_unknown
        except TypeError:  # absent values: what is compared with them is refused elsewhere
            return if_unknown

    def context(self, view: View) -> Context[View]:
        """Return where the condition stands."""
        return _context(view, self.owner, self.node)


def rules_of(program: Program) -> dict[int, tuple[Check, ...]]:
    """Return field number -> conditions whose outcome it has a part in, values that follow too.

    Args:
        program: compiled; not modified.
    """
    arguments: dict[int, list[ir.Expr]] = {}
    for one in program.fields:
        for read in structs_of(one.read):
            params = program.structs[read.struct].params
            for param, argument in zip(params, read.args, strict=True):
                arguments.setdefault(param.number, []).append(argument)

    @cache
    def below(number: int) -> frozenset[int]:
        """Return the fields that a field is computed from, itself among them."""
        found, stack = {number}, [number]
        while stack:
            one = program.fields[stack.pop()]
            parts = list(arguments.get(one.number, ())) if one.kind is FieldKind.PARAM else []
            if one.kind is FieldKind.VALUE and one.value is not None:
                parts.append(one.value)
            for part in parts:
                for node in walk(part):
                    if isinstance(node, ir.FieldGet) and node.field not in found:
                        found.add(node.field)
                        stack.append(node.field)
        return frozenset(found)

    table: dict[int, list[Check]] = {}
    for check in program.checks:
        condition = check.condition
        if condition is None or check.severity is not Severity.ERROR or needs_contract(condition):
            continue
        if fixed_by(check) is not None or any(
            isinstance(node, _UNKNOWN) for node in walk(condition)
        ):
            continue
        numbers = {node.field for node in walk(condition) if isinstance(node, ir.FieldGet)}
        numbers.update(() if check.field is None else (check.field,))
        for number in frozenset[int]().union(*map(below, numbers)):
            table.setdefault(number, []).append(check)
    return {number: tuple(checks) for number, checks in table.items()}


# house: loose-dataclass - questions are bound when they are first asked
@dataclass(slots=True)
class Rules:
    """The conditions of one seed.

    Attributes:
        outline: the seed.
        bounds: what the schema permits in its fields.
        table: field number -> conditions that it has a part in.
    """

    outline: Outline
    bounds: Bounds
    table: Mapping[int, tuple[Check, ...]]
    _own: dict[int, tuple[Question, ...]] = field(default_factory=dict)
    _around: dict[int, tuple[Question, ...]] = field(default_factory=dict)
    _made: dict[tuple[int, int, int], Question | None] = field(default_factory=dict)

    def permits(self, view: View, leaf: int, *, if_unknown: bool = True) -> bool:
        """Whether the checks of a field and its object hold, as far as they can be asked.

        Args:
            view: with the value that the leaf has now.
            leaf: a stored value.
            if_unknown: the answer where the seed does not tell.
        """
        domain = self.bounds.domains[view.trace.place[leaf]]
        value = view.value(leaf)
        if isinstance(value, int) and not domain.holds(value):
            return False
        if not domain.conditions and not domain.rules:
            return True
        asked = self._own.get(leaf)
        if asked is None:
            asked = self._own[leaf] = tuple(self._of_leaf(leaf))
        return all(each.holds(view, if_unknown=if_unknown) for each in asked)

    def _of_leaf(self, leaf: int) -> Iterator[Question]:
        domain = self.bounds.domains[self.outline.trace.place[leaf]]
        holder = self.outline.holder(leaf)
        for condition in domain.conditions:
            yield self._bound(condition, holder, leaf)
        for condition in domain.rules:
            yield self._bound(condition, holder)

    def _bound(self, condition: ir.Expr, owner: int, node: int = -1) -> Question:
        context = _context(View(self.outline), owner, node)
        return Question(bind(context, condition), condition, owner, node)

    def around(self, node: int) -> tuple[Question, ...]:
        """Return the conditions that a change of a node may break: its own, those of objects
        around it.

        Args:
            node: a leaf or a list.
        """
        found = self._around.get(node)
        if found is None:
            found = self._around[node] = tuple(self._find(node))
        return found

    def broken(self, view: View, nodes: Iterable[int]) -> list[Question]:
        """Return the conditions that no longer hold.

        Args:
            view: the seed with changes.
            nodes: what was changed.
        """
        asked: dict[int, Question] = {}
        for node in nodes:
            for each in self.around(node):
                asked[id(each)] = each
        return [each for each in asked.values()
                if not each.holds(view) and not view.is_gone(each.owner)]  # fmt: skip

    def _find(self, node: int) -> Iterator[Question]:
        """Yield what holds in the seed; what was broken there stays so."""
        for check, owner, at in self._places(node):
            key = check.number, owner, at
            if key not in self._made:
                self._made[key] = self._holding(check, owner, at)
            found = self._made[key]
            if found is not None:
                yield found

    def _holding(self, check: Check, owner: int, at: int) -> Question | None:
        assert check.condition is not None
        context = _context(View(self.outline), owner, at)
        bound = bind_small(context, check.condition, _MOST_PARTS)
        try:
            if bound is None or bound(context.view) is not True:
                return None
        except (*MISSED, TypeError):
            return None
        return Question(bound, check.condition, owner, at)

    def _places(self, node: int) -> Iterator[tuple[Check, int, int]]:
        """Yield the conditions with the objects around a node in whose context they stand."""
        outline = self.outline
        trace = outline.trace
        checks = self.table.get(trace.place[node], ())
        above = [node]
        while above[-1] > 0:
            above.append(trace.parent[above[-1]])
        for check in checks:
            for owner in above:
                if trace.struct[owner] != check.struct or trace.is_array[owner]:
                    continue
                if check.field is None:
                    yield check, owner, -1
                    continue
                for at in self._checked(check, owner, node):
                    yield check, owner, at

    def _checked(self, check: Check, owner: int, node: int) -> Iterable[int]:
        """Return the values of an object that a check is about, those beside the node first."""
        outline = self.outline
        assert check.field is not None
        at = outline.by_key.get((owner, check.field))
        if at is None or outline.trace.stream[at]:
            return ()
        if not check.per_element or not outline.trace.is_array[at]:
            return (at,)
        if outline.trace.place[node] == check.field and node != at:
            return (node,)
        return outline.kids[at][:_MOST_CHECKED]


def _context(view: View, owner: int, node: int) -> Context[View]:
    if node < 0:
        return Context(view, owner)
    return Context(view, owner, node, at=node, is_behind=True)
