"""Emitting instances: where they stand, what says so, how they are made.

Comes in: a field that is an instance. Goes out: methods of its object, by which `placing.py` makes
it when it is time, or whoever asks for it before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from validator.backends.strategies.guessing import guessed, is_assumable
from validator.ir import expr as ir
from validator.ir.equations import structs_of
from validator.ir.nodes import Field, FieldKind, Program, StructRead
from validator.ir.overlap import Jump
from validator.ir.walk import walk

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter

_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class InstanceEmitter:
    """Emits one instance."""

    to: MakerEmitter
    field: Field

    def instance(self) -> None:
        """Emit the methods that an instance consists of."""
        w, one = self.to.writer, self.field
        if one.kind is FieldKind.VALUE:
            self._computed()
            return
        w.line("@property")
        with w.block(f"def f_{one.id}(self):"):
            w.line(f"v = self._v_{one.id}")
            w.line(f"return v if v is not UNMADE else self._t.early(self, {one.id!r})")
        with w.block(f"def _home_{one.id}(self):"):
            w.line("I = -1")
            if one.condition is not None:
                w.line(f"if not ({self.to.speech.emit(one.condition)}): return None")
            stream = self.to.speech.emit(one.stream) if one.stream is not None else "self._io"
            w.line(f"return {stream}")
        with w.block(f"def _at_{one.id}(self):"):
            w.line("I = -1")
            at = self.to.speech.emit(one.position) if one.position is not None else "None"
            w.line(f"return {at}")
        with w.block(f"def _ways_{one.id}(self, n):"):
            w.line(f"return {self.to.ways(one.position, 'n')}")
        w.line(f"_laid_{one.id} = {self.to.jumps.get(one.number) is Jump.DECLARED}")
        w.line(f"_free_{one.id} = {one.position is None and is_bodiless(self.to.program, one)}")
        is_back = one.position is not None and asks_size(self.to.program, one.position)
        w.line(f"_back_{one.id} = {is_back}")
        with w.block(f"def _put_{one.id}(self, t, io):"):
            w.line("b = io.data; N = t.next; I = -1; io.left = 0")
            self.to.placed_value(one, f"self._v_{one.id}")
            self.to.flush()

    def _computed(self) -> None:
        w, one = self.to.writer, self.field
        with w.block(f"def _g_{one.id}(self):"):
            w.line("I = -1; t = self._t")
            source = self.to.speech.emit_nullable(one.value) if one.value is not None else "None"
            if one.condition is not None:
                source = f"({source}) if {self.to.speech.emit(one.condition)} else None"
            w.line(f"return {source}")
        w.line("@property")
        with w.block(f"def f_{one.id}(self):"):  # instances of instances: each once in a test
            w.line(f"known = self._t.known; key = self._n, {one.number}")
            if one.value is not None and is_assumable(self.to.survey, self.to.speech, one):
                seen = dict.fromkeys(guessed(self.to.survey, self.to.speech, one.value, set()))
                tests = " or ".join(f"self._t.opens({owner}, {n})" for owner, n in seen)
                with w.block("try:"):
                    w.line(
                        f"if not self._t.trusts and ({tests or 'False'}): "
                        "return self._t.assumed(None)"
                    )
                    w.line(f"return self._g_{one.id}()")
                with w.block("except (Unsettled, AttributeError):"):
                    w.line(f"return self._t.assumed(self._g_{one.id})")
                return
            w.line(f"if known is None: return self._g_{one.id}()")
            w.line(f"if key not in known: known[key] = self._g_{one.id}()")
            w.line("return known[key]")


def is_bodiless(program: Program, one: Field) -> bool:
    """Whether what a field reads has no bytes: objects of computed values alone.

    Args:
        program: of the field.
        one: the field.
    """
    if not isinstance(one.read, StructRead) or one.read.extent is not None:
        return False
    struct = program.structs[one.read.struct]
    return not struct.seq


def asks_size(program: Program, expr: ir.Expr, depth: int = 0) -> bool:
    """Whether an expression follows from how long a stream is, through others, too.

    Args:
        program: of the expression.
        expr: the expression.
        depth: of the recursion.
    """
    for node in walk(expr):
        match node:
            case ir.StreamAttr(name="size"):
                return True
            case ir.FieldGet(field=number) if depth < _DEEPEST:
                one = program.fields[number]
                parts = [one.value] if one.kind is FieldKind.VALUE else []
                if one.kind is FieldKind.INSTANCE:
                    parts = [arg for read in structs_of(one.read) for arg in read.args]
                if any(part is not None and asks_size(program, part, depth + 1) for part in parts):
                    return True
    return False
