"""Emitting checks: inline behind a value, or deferred until the whole file is read."""

from __future__ import annotations

from validator.backends.python.expr import ExprEmitter
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Check, CheckKind, Field, Program, Struct

_WITH_OPERANDS = (CheckKind.EQ, CheckKind.MIN, CheckKind.MAX, CheckKind.RESERVED)


@dataclass(frozen=True, slots=True)
class VerifyEmitter:
    """Emits the checks of one program into a writer."""

    program: Program
    expr: ExprEmitter
    writer: Writer
    recording: bool = True
    hot: frozenset[int] = frozenset()

    def deferred(self, struct: Struct) -> list[Check]:
        """Return the checks of a struct that wait for the whole file."""
        fields = [f for f in struct.fields if f.number not in self.hot]
        numbers = [n for f in fields for n in f.checks] + list(struct.checks)
        return [c for c in (self.program.checks[n] for n in numbers) if c.deferred]

    def is_needed(self, struct: Struct) -> bool:
        """Whether a struct has deferred checks."""
        return bool(self.deferred(struct))

    # -- inline --------------------------------------------------------------------------

    def inline(self, check: Check, node: str) -> None:
        """Emit a check of the value `v` at a node."""
        w = self.writer
        condition = self.expr.emit(check.condition) if check.condition is not None else "True"
        if not self.recording:
            w.line(f"if not {condition}: raise Reject")
            return
        with w.block("try:"):
            w.line(f"if not {condition}: {self._broke(check, node, None)}")
        with w.block("except CAUGHT as e:"):
            w.line(f"t.failed(e, {check.number}, {node})")

    def _broke(self, check: Check, node: str, contract: str | None) -> str:
        value, operands = "v", "()"
        if check.kind in _WITH_OPERANDS:
            operands = f"({self.expr.emit(check.operands[0])},)"
        elif check.kind is CheckKind.CHECK:
            value = "None"
            match check.condition:
                case ir.Compare(left=left, right=right):
                    operands = f"({self.expr.emit(left)}, {self.expr.emit(right)})"
        message = "None"
        if any(not isinstance(part, str) for part in check.message):
            message = f"lambda: {self._message(check)}"
        return f"t.broke({check.number}, {node}, {value}, {operands}, {contract}, {message})"

    def _message(self, check: Check) -> str:
        parts = [repr(p) if isinstance(p, str) else self._shown(p) for p in check.message]
        return "names((" + "".join(part + ", " for part in parts) + "))"

    def _shown(self, part: ir.Expr) -> str:
        return f"({self.expr.emit(part)})"

    # -- deferred ------------------------------------------------------------------------

    def emit(self, struct: Struct) -> None:
        """Emit `_verify`, which runs when everything has been read."""
        w = self.writer
        with w.block("def _verify(self):"):
            w.line("t = self._t; n = self._n; I = -1; v = None")
            for check in self.deferred(struct):
                self._one(check)

    def _one(self, check: Check) -> None:
        w = self.writer
        target = check.field if check.field is not None else check.at
        node = "n" if target is None else f"t.node_of(n, {target})"
        if check.needs_contract:
            with w.block("for C in t.contracts:"):
                self._guarded(check, node, "C[0]")
        else:
            self._guarded(check, node, None)

    def _guarded(self, check: Check, node: str, contract: str | None) -> None:
        w = self.writer
        if not self.recording:
            self._body(check, "n", contract)
            return
        with w.block("try:"):
            self._body(check, node, contract)
        with w.block("except CAUGHT as e:"):
            w.line(f"t.failed(e, {check.number}, {node}, {contract})")

    def _body(self, check: Check, node: str, contract: str | None) -> None:
        w = self.writer
        if check.kind is CheckKind.CHECK and check.condition is not None:
            condition = self.expr.emit(check.condition)
            outcome = self._broke(check, node, contract) if self.recording else "raise Reject"
            w.line(f"if not {condition}: {outcome}")
            return
        if check.field is None:
            return
        f = self.program.fields[check.field]
        w.line(f"a = self.f_{f.id}")
        with w.block("if a is not None:"):
            self._of_field(check, f)

    def _of_field(self, check: Check, f: Field) -> None:
        w = self.writer
        where = f"{check.number}, n, {f.number}"
        match check.kind:
            case CheckKind.UNIQUE:
                keys = f"[{self.expr.emit(check.operands[0])} for x1 in a]"
                w.line(f"check_unique(t, {where}, {keys})")
            case CheckKind.SORTED:
                keys = f"[{self.expr.emit(check.operands[0])} for x1 in a]"
                w.line(f"check_sorted(t, {where}, {keys}, {check.algorithm!r})")
            case CheckKind.REFERS_TO:
                self._refers(check, f, where)
            case CheckKind.CHECKSUM:
                ends = "".join(self.expr.emit(end) + ", " for end in check.operands)
                w.line(f"check_sum(t, {where}, a, {check.algorithm!r}, ({ends}))")

    def _refers(self, check: Check, f: Field, where: str) -> None:
        w = self.writer
        values = "a" if check.per_element else "[a]"
        if f.defaults:
            unused = "".join(self.expr.emit(d) + ", " for d in f.defaults)
            values = f"[None if x in ({unused}) else x for x in {values}]"
        w.line(f"rows = lambda: {self._rows(check)}")
        w.line(f"check_refers(t, {where}, {values}, rows, is_list={check.per_element})")

    def _rows(self, check: Check) -> str:
        """Return the source of the table of a reference, by key."""
        table, key = check.operands
        if isinstance(table, ir.FieldGet) and table.field in self.hot:
            return f"t.columns[{table.field}]"
        return self.expr.table(table, key, 1)

    def targets(self, struct: Struct) -> None:
        """Emit `_target_N` for every field that others follow to its table."""
        w = self.writer
        for f in struct.fields:
            if f.target_check is None:
                continue
            rows = self._rows(self.program.checks[f.target_check])
            unused = "".join(self.expr.emit(d) + ", " for d in f.defaults)
            with w.block(f"def _target_{f.number}(self):"):
                w.line("t = self._t; I = -1")
                w.line(f"v = self.f_{f.id}")
                w.line(f"if v is None or v in ({unused}): return None")
                w.line(f"rows = {rows}")
                w.line("if v not in rows: raise Missing")
                w.line("return rows[v]")
