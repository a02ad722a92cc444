"""References by place: a field that names an element by where it lies follows the element.

A `-refers-to` whose key is stored in the element is the user's to keep right. Where the key is
computed, such as the element's offset, an edit elsewhere changes it; the reference then goes
to the element that it went to when the values were read.
"""

from __future__ import annotations

from typing import Any

from validator.backends.construct.arrays import hashable
from validator.backends.construct.build.draft import Unknown
from validator.backends.construct.build.solve import Solver
from validator.backends.construct.run import Scope
from validator.backends.construct.values import Obj, State
from validator.ir import expr as ir
from validator.ir.nodes import CheckKind, Program


class References:
    """Follows references whose keys are computed.

    Args:
        program: where `-refers-to` checks are looked up.
        solver: evaluates tables and keys.
    """

    def __init__(self, program: Program, solver: Solver) -> None:
        self.solver = solver
        self.checks: dict[int, tuple[ir.Expr, ir.Expr]] = {}
        self.old: dict[int, tuple[Any, dict[Any, Obj]]] = {}
        self.new: dict[int, tuple[Any, int, dict[int, Obj]]] = {}
        for check in program.checks:
            if check.kind is CheckKind.REFERS_TO and check.field is not None:
                table, *key = check.operands
                if key and not solver.unknowns.of(key[0]):
                    self.checks[check.field] = (table, key[0])

    def restart(self) -> None:
        """Forget the elements of the last round."""
        self.new.clear()

    def follow(self, scope: Scope, field: int) -> Any:
        """Return the key of the element that a field went to where it was read, or None.

        Args:
            scope: the object that is being built, and the slot of the field.
            field: number of the field.
        """
        obj, source = scope.obj, scope.obj.draft.source
        if field not in self.checks or source is None or scope.slot is None:
            return None
        old = source.slots[scope.slot]
        if isinstance(old, State) or obj.draft.plain.get(scope.slot) != old:
            return None
        table, key = self.checks[field]
        try:
            target = self._targets(table, key, source, scope.slot).get(hashable(old))
            if target is None:
                return None
            element = self._elements(self.solver.evaluate(table, scope)).get(id(target))
            if element is None:
                return None
            inner = Scope(scope.run, obj, scope.slot)
            inner.items[1] = element
            return self.solver.evaluate(key, inner)
        except Unknown:
            return None

    def _targets(self, table: ir.Expr, key: ir.Expr, source: Obj, slot: int) -> dict[Any, Obj]:
        scope = Scope(source.run, source, slot)
        items = self.solver.evaluate(table, scope)
        known = self.old.get(id(items))
        if known is None:
            found: dict[Any, Obj] = {}
            for item in items or ():
                scope.items[1] = item
                if isinstance(item, Obj):
                    found.setdefault(hashable(self.solver.evaluate(key, scope)), item)
            known = self.old[id(items)] = (items, found)
        return known[1]

    def _elements(self, items: Any) -> dict[int, Obj]:
        """Return the elements of a table by the objects that they were read as."""
        count = len(items or ())
        known = self.new.get(id(items))
        if known is None or known[1] != count:
            found = {
                id(item.draft.source): item
                for item in items or ()
                if isinstance(item, Obj) and item.draft is not None
            }
            known = self.new[id(items)] = (items, count, found)
        return known[2]
