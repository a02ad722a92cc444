"""Checks over values that were read: at once, or when the whole file has been read.

A check that does not hold is recorded and reading goes on. A check over values that were
never read says nothing: what kept them from being read has been reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.backends.construct.arrays import find_disorders, find_duplicates
from validator.backends.construct.evaluate import ExprCompiler, find
from validator.backends.construct.faults import ExpressionFailed, FactMissing, Unread
from validator.backends.construct.run import BoundContract, Detail, Failure, Scope
from validator.backends.construct.values import Span, State
from validator.ir.nodes import Check, CheckKind, Program
from validator.runtime.checksums import checksum

_NO_CONTRACT: tuple[None, ...] = (None,)


class CheckConstruct:
    """One check, compiled.

    Args:
        program: resolves numbers.
        check: what to check.
        compiler: compiles its expressions.
    """

    def __init__(self, program: Program, check: Check, compiler: ExprCompiler) -> None:
        self.check = check
        self.condition = None if check.condition is None else compiler.compile(check.condition)
        self.operands = [compiler.compile(operand) for operand in check.operands]
        self.slot = None if check.field is None else compiler.place[check.field][1]
        self.at = None if check.at is None else compiler.place[check.at][1]
        own = program.fields[check.field] if check.field is not None else None
        self.defaults = [compiler.compile(d) for d in (own.defaults if own else ())]
        key = None
        if check.kind in (CheckKind.UNIQUE, CheckKind.SORTED):
            key = check.operands[0] if check.operands else None
        elif check.kind is CheckKind.REFERS_TO and len(check.operands) > 1:
            key = check.operands[1]
        self.key = compiler.key(key, 1)

    def run(self, scope: Scope, value: Any, place: Span) -> None:
        """Check a value, or an element, where it has just been read.

        Args:
            scope: the object, field and subscript.
            value: the value under check.
            place: absolute (start, end) of it.
        """
        if value is None or isinstance(value, State):
            return
        scope.items[0] = value
        path = scope.path
        try:
            broken = self._broken(scope, value)
        except ExpressionFailed as error:
            self._fail(scope, error.rule, place, path, str(error), Detail(error.kind))
        except FactMissing as error:
            self._fail(scope, "contract-fact-missing", place, path, f"no entry for {error}")
        except Unread:
            return
        else:
            for index in broken:
                at, name = self._element(scope, index, place, path)
                self._fail(scope, self.check.rule, at, name, "")

    def run_deferred(self, scope: Scope, contracts: Sequence[BoundContract]) -> None:
        """Check an object that has been read, once for every contract if it asks for one.

        Args:
            scope: a fresh scope of the object; modified.
            contracts: all contracts, maybe none.
        """
        for contract in contracts if self.check.needs_contract else _NO_CONTRACT:
            scope.contract = contract
            scope.slot, scope.index = self.slot, None
            if self.slot is None:
                self._run_object(scope)
            else:
                self._run_field(scope, self.slot)

    def _run_object(self, scope: Scope) -> None:
        obj = scope.obj
        place, scope.slot = obj.place, self.at
        if self.at is not None:
            place = obj.spans[self.at] or place
        self.run(scope, True, place)

    def _run_field(self, scope: Scope, slot: int) -> None:
        obj = scope.obj
        try:
            value = obj.get(slot)
        except (Unread, ExpressionFailed):
            return
        place = obj.spans[slot] or (obj.place[0], obj.place[0])
        if not self.check.per_element or value is None:
            self.run(scope, value, place)
            return
        spans = obj.elements.get(slot)
        for index, item in enumerate(value):
            scope.index = index
            self.run(scope, item, spans[index] if spans else place)

    def _element(self, scope: Scope, broken: int, place: Span, path: str) -> tuple[Span, str]:
        """Return place and path of the element that breaks order or uniqueness."""
        if broken < 0 or scope.slot is None:
            return place, path
        spans = scope.obj.elements.get(scope.slot)
        return (spans[broken] if spans else place), scope.obj.field_path(scope.slot, broken)

    def _fail(
        self,
        scope: Scope,
        rule: str,
        place: Span,
        path: str,
        message: str,
        detail: Detail | None = None,
    ) -> None:
        contract = scope.contract.name if scope.contract else None
        number = self.check.number
        length = max(place[1] - place[0], 0)
        if scope.run.is_lazy and detail is None:
            detail = self._detail(scope)
        scope.run.fail(
            Failure(
                rule, place[0], length, path, number, contract, message, detail, self.check.source
            )
        )

    def _detail(self, scope: Scope) -> Detail:
        try:
            operands = tuple(operand(scope) for operand in self.operands)
        except (ExpressionFailed, FactMissing, Unread):
            operands = ()
        return Detail(scope.items[0], operands)

    def _broken(self, scope: Scope, value: Any) -> list[int]:
        """Return nothing when the check holds, else subscripts of culprits; -1 is the whole."""
        match self.check.kind:
            case CheckKind.UNIQUE:
                return find_duplicates(self.key.of_all(scope, value))
            case CheckKind.SORTED:
                return find_disorders(self.key.of_all(scope, value), self.check.algorithm)
            case CheckKind.REFERS_TO:
                holds = self._refers(scope, value)
            case CheckKind.CHECKSUM:
                holds = self._sum_holds(scope, value)
            case _:
                assert self.condition is not None
                holds = self.condition(scope)
        if holds is None:
            raise ExpressionFailed("the condition is absent")
        return [] if holds else [-1]

    def _refers(self, scope: Scope, value: Any) -> bool:
        for default in self.defaults:
            if default(scope) == value:
                return True
        return find(scope, self.operands[0](scope), self.key, value) is not State.FAILED

    def _sum_holds(self, scope: Scope, value: Any) -> bool:
        bounds = [operand(scope) for operand in self.operands]
        data = scope.run.file.buffer
        if None in bounds:
            raise ExpressionFailed("a bound of the checksum is absent")
        start, end, *zero = bounds
        if not all(0 <= bound <= len(data) for bound in bounds):
            text = ", ".join(map(hex, bounds))
            raise ExpressionFailed(f"checksum over {text} of {len(data)} bytes", "size-invalid")
        if start > end:
            raise ExpressionFailed(f"checksum from {start:#x} to {end:#x}")
        pairs = list(zip(zero[::2], zero[1::2], strict=True))
        return bool(checksum(self.check.algorithm, data, start, end, pairs) == value)


def needs_element_places(program: Program, checks: Sequence[int]) -> bool:
    """Tell whether any of these checks points at elements after they were read.

    Args:
        program: resolves the numbers.
        checks: numbers of the checks of one field.
    """
    kinds = (CheckKind.UNIQUE, CheckKind.SORTED)
    return any(
        program.checks[n].kind in kinds
        or (program.checks[n].deferred and program.checks[n].per_element)
        for n in checks
    )
