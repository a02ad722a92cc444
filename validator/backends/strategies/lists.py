"""Emitting lists: how many elements, each of them, when a list ends.

Comes in: a repeated field. Goes out: lines that make its elements, in the object that holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from validator.backends.strategies.guessing import laid_out
from validator.backends.strategies.leaves import LeafEmitter
from validator.backends.strategies.rules import looks_at_stream
from validator.backends.strategies.softening import is_soft, softening
from validator.backends.strategies.speech import rewrite
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BitsRead, Field, Read, RepeatKind, StructRead
from validator.ir.walk import walk

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter


@dataclass(frozen=True, slots=True)
class ListEmitter:
    """Emits one list."""

    to: MakerEmitter
    field: Field

    def list(self, read: Read, name: str) -> None:
        """Emit a list; `name` is where it is stored."""
        w, one = self.to.writer, self.field
        repeat = one.repeat
        if repeat is None:
            return
        if not isinstance(read, BitsRead):
            w.line("io.left = 0")
        for rule in self.to.survey.rules.keys.get(one.number, ()):
            empty = "set()" if rule.kind == "unique" else "None"
            w.line(f"self.{self.to.key_name(rule)} = {empty}")
        if repeat.kind is RepeatKind.COUNT:
            count = laid_out(self.to.survey, repeat.expr) if repeat.expr is not None else "0"
            w.line(f"c = t.items({count})")
            if LeafEmitter(self.to, one).bulk(read, name):
                return
        w.line(f"a = {name} = []")
        match repeat.kind:
            case RepeatKind.COUNT:
                self._counted(read)
            case RepeatKind.EOS:
                w.line(f"c = {self._end_of()}; I = 0")
                with w.block("while t.goes_on(io, I, c):"):
                    self._cut(read)
                    w.line("I += 1")
            case RepeatKind.UNTIL:
                self._until(read, repeat.expr)
        w.line("I = -1")

    def _counted(self, read: Read) -> None:
        """Emit a list with a count, which ends early when that helps."""
        w, one = self.to.writer, self.field
        may_end = is_soft(self.to, one)
        with w.block("for I in range(c):"):
            if not may_end:
                self._element(read)
                return
            w.line("back = t.here(io)")
            with w.block("try:"):
                self._element(read)
            with w.block("except TROUBLE as e:"):
                ways, count = softening(self.to, one)
                w.line(f"t.shorten(e, io, back, I, lambda n: {ways}, lambda: {count})")
                w.lines("del a[I:]", "break")
        w.line(f"t.firm(lambda n: {ways}, c)")

    def _cut(self, read: Read) -> None:
        """Emit an element of a list up to the end of its stream, which may end before it."""
        w, one = self.to.writer, self.field
        if not is_soft(self.to, one):
            self._element(read)
            return
        w.line("back = t.here(io)")
        with w.block("try:"):
            self._element(read)
        with w.block("except TROUBLE as e:"):
            w.line("t.cut(e, io, back)")
            w.lines("del a[I:]", "break")

    def _end_of(self) -> str:
        """Return the source of how many elements a list without a count has."""
        one = self.field
        is_until = one.repeat is not None and one.repeat.kind is RepeatKind.UNTIL
        more = ", is_free=True" if is_until else ""
        if self.to.is_steered:
            return f"t.aimed_end(io, self, {one.number}{more})"
        return f"t.until_end(io, self._d{more})"

    def _until(self, read: Read, condition: ir.Expr | None) -> None:
        w = self.to.writer
        test = self.to.speech.emit(condition) if condition is not None else "True"
        steered = isinstance(read, StructRead)
        w.line(f"c = {self._end_of()}; I = 0")
        with w.block("while True:"):
            if steered:
                w.line("want = I >= c")
            else:
                w.line("mark = t.here(io); n = 0")
                w.line("while True:")
            with w.block("if True:") if steered else self._indented():
                self._element(read)
                if not steered:
                    self._tested(test)
                    w.line("if ok is (I >= c) or n > 200: break")
                    w.line("t.undo(io, mark); a.pop(); n += 1")
            self._tested(test)
            w.line("if ok: break")
            w.line("I += 1")
            w.line("if I > 256: raise Miss('a list without an end')")

    def _tested(self, test: str) -> None:
        """Emit `ok = ...`, whether a list ends; what is not known yet is as it was chosen."""
        w, one = self.to.writer, self.field
        condition = one.repeat.expr if one.repeat is not None else None
        opens = dict.fromkeys(
            f"t.opens({self.to.speech.emit(node.object)}, {node.field})"
            for node in (walk(condition) if condition is not None else ())
            if isinstance(node, ir.FieldGet) and node.field in self.to.survey.holes
        )
        if opens:
            test = f"(I >= c) if {' or '.join(opens)} else ({test})"
        if not looks_at_stream(condition):
            w.line(f"ok = bool({test})")
            return
        with w.block("try:"):
            w.line(f"ok = bool({test})")
        with w.block("except Unsettled:"):
            w.line("ok = I >= c")

    @contextmanager
    def _indented(self) -> Iterator[None]:
        with self.to.writer.block("    if True:"):
            self.to.writer._level += 1
            yield
            self.to.writer._level -= 1

    def _element(self, read: Read) -> None:
        w, one = self.to.writer, self.field
        self.to.one(one, read, "")
        self.to.flush()
        is_there = one.number in self.to.survey.looked_back and isinstance(read, StructRead)
        if not is_there:
            w.line("a.append(v)")
        for rule in self.to.survey.rules.keys.get(one.number, ()):
            key = self.to.speech.emit(rewrite(rule.expr, first_item))
            store = f"self.{self.to.key_name(rule)}"
            w.line(f"{store}.add({key})" if rule.kind == "unique" else f"{store} = {key}")


def first_item(node: object) -> ir.Item | None:
    """Let the key of an element be asked of `v`.

    Args:
        node: a part of the key.
    """
    match node:
        case ir.Item(depth=1, type=kind):
            return ir.Item(0, kind)
    return None
