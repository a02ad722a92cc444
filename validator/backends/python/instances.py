"""Emitting instances: properties that make their value when it is asked for, once.

The tracing reader keeps a list of those that are being made, so that it can tell an instance
that needs itself, and goes on after a fault. The checking reader only counts them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from validator.backends.python.expr import ExprEmitter
from validator.backends.python.watch import Watch
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Field, FieldKind, Program
from validator.ir.walk import walk


@dataclass(frozen=True, slots=True)
class Steps:
    """What the emitter of a reader does for any field.

    Attributes:
        present: emits reading a field and storing it under a name.
        checks: emits the checks of the value `v` at a node.
        has_checks: whether there are any.
        guard, end_guard: open a `try` in the tracing reader, and close it.
    """

    present: Callable[[Field, str], None]
    checks: Callable[[Field, str], None]
    has_checks: Callable[[Field], bool]
    guard: Callable[[], AbstractContextManager[None]]
    end_guard: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class InstanceEmitter:
    """Emits the instances of one program into a writer.

    Attributes:
        program, writer, expr: the program, where its reader is written, its expressions.
        recording: for the tracing reader.
        watch: what is noted of objects, or None.
        steps: what is the same for fields of a seq.
    """

    program: Program
    writer: Writer
    expr: ExprEmitter
    recording: bool
    watch: Watch | None
    steps: Steps

    def emit(self, f: Field) -> None:
        """Emit an instance: a property, and what makes its value."""
        if self.recording:
            self._recorded(f)
        else:
            self._quick(f)

    def _quick(self, f: Field) -> None:
        """Emit an instance of the checking reader, which ends at the first fault.

        So nothing has to be put back when one is met, and an instance that needs itself is
        found by how many wait.
        """
        w = self.writer
        w.line("@property")
        with w.block(f"def f_{f.id}(self):"):
            w.line(f"v = self._v_{f.id}")
            w.line("if v is not UNMADE: return v")
            if f.kind is FieldKind.VALUE and not self.steps.has_checks(f):
                self._computed(f)
                return
            w.line("t = self._t; t.waiting += 1")
            w.line("if t.waiting > MAX_PENDING: raise Reject")
            w.line(f"self._make_{f.id}(t)")
            w.line("t.waiting -= 1")
            w.line(f"return self._v_{f.id}")
        with w.block(f"def _make_{f.id}(self, t):"):
            if f.kind is FieldKind.VALUE:
                w.line("I = -1")
                self._value(f)
            else:
                w.line("n = m = self._n; io = self._io; I = -1")
                self._parse(f)
            w.line("return True")

    def _computed(self, f: Field) -> None:
        """Emit the rest of a property whose value is only computed, and checked by nobody."""
        w = self.writer
        source = self.expr.emit_nullable(f.value) if f.value is not None else "None"
        if f.condition is not None:
            source = f"({source}) if {self.expr.emit(f.condition)} else None"
        if "within(I)" in source:
            w.line("I = -1")
        exprs = [expr for expr in (f.value, f.condition) if expr is not None]
        if all(self._is_own(expr) for expr in exprs):  # it waits for no other instance
            w.line("if self._t.waiting >= MAX_PENDING: raise Reject")
            w.line(f"v = self._v_{f.id} = {source}")
        else:
            w.line("t = self._t; t.waiting += 1")
            w.line("if t.waiting > MAX_PENDING: raise Reject")
            w.line(f"v = self._v_{f.id} = {source}")
            w.line("t.waiting -= 1")
        w.line("return v")

    def _is_own(self, expr: ir.Expr) -> bool:
        """Whether an expression reads nothing but numbers and texts of the object itself."""
        for node in walk(expr):
            match node:
                case ir.FieldGet(object=ir.SelfRef(), field=number):
                    if self.program.fields[number].kind is not FieldKind.SEQ:
                        return False
                case ir.SelfRef() | ir.Lit() | ir.EnumLit() | ir.Unary() | ir.Binary():
                    continue
                case ir.Compare() | ir.Logic() | ir.IfElse() | ir.OneOf():
                    continue
                case _:
                    return False
        return True

    def _recorded(self, f: Field) -> None:
        w = self.writer
        w.line("@property")
        with w.block(f"def f_{f.id}(self):"):
            with w.block("try:"):
                w.line(f"return self._v_{f.id}")
            with w.block("except AttributeError:"):
                w.line("pass")
            w.line(f"self._lazy({f.number}, type(self)._make_{f.id}, '_v_{f.id}')")
            w.line(f"return self._v_{f.id}")
        with w.block(f"def _make_{f.id}(self):"):
            w.line(f"t = self._t; n = m = self._n; io = self._io; P = {f.number}; I = -1")
            w.line("A = (io, t.start[n]); Q = None")
            if f.kind is FieldKind.VALUE:
                with self.steps.guard():
                    self._value(f)
                self.steps.end_guard("fail")
            else:
                self._parse(f)
            w.line("return True")

    def _value(self, f: Field) -> None:
        w = self.writer
        self._condition(f, f"_v_{f.id}")
        source = self.expr.emit_nullable(f.value) if f.value is not None else "None"
        w.line(f"v = {source}")
        w.line(f"self._v_{f.id} = v")
        if self.recording:
            w.line("k = t.computed(P, n, -1, io, v)")
        if f.value is not None and self.expr.can_be_absent(f.value) and self.steps.has_checks(f):
            with w.block("if v is not None:"):
                self.steps.checks(f, "k")
        else:
            self.steps.checks(f, "k")

    def _condition(self, f: Field, name: str) -> None:
        """Emit what ends an instance whose condition is false."""
        if f.condition is not None:
            with self.writer.block(f"if not ({self.expr.emit(f.condition)}):"):
                self.writer.lines(f"self.{name} = None", "return True")

    def _parse(self, f: Field) -> None:
        w = self.writer
        w.line("home = None")
        is_placed = f.position is not None
        with w.block("try:") if self.recording or is_placed else nullcontext():
            self._condition(f, f"_v_{f.id}")
            if f.stream is not None:
                w.line(f"io = need({self.expr.emit(f.stream)}, '_io')")
            if f.position is not None:
                w.line(f"q = {self.expr.emit(f.position)}")
                w.line("home = io.keep(); io.seek(q)")
            elif self.recording:
                w.line("if io.lost or (n in t.stopped and io is self._io): raise Stop")
            if self.recording:
                w.line("A = None")
            with self.watch.around(w, f) if self.watch is not None else nullcontext():
                self.steps.present(f, f"_v_{f.id}")
        self.steps.end_guard("fail")
        if is_placed:
            with w.block("finally:"):  # the position is restored in either reader
                w.line("if home is not None: io.back(home)")
