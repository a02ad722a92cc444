"""Emitting the making of an object: its stream, its arguments, second attempts.

Comes in: a field and how its object is read. Goes out: lines that make the object, fill what
says its size, and store it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.backends.strategies.softening import is_soft
from validator.dataclass import dataclass
from validator.ir.nodes import Extent, Field, RepeatKind, StructRead

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter


@dataclass(frozen=True, slots=True)
class ObjectEmitter:
    """Emits the objects of one field."""

    to: MakerEmitter
    field: Field

    def object(self, read: StructRead, name: str) -> None:
        """Emit an object; `name` is where it is stored, "" for an element."""
        w = self.to.writer
        stream = "io"
        if read.extent is not None:
            stream = "sub"
            self._open(read, read.extent)
            if not self.to.program.structs[read.struct].seq:
                self.to.writer.line("t.slot(sub)")
        self._made(read, stream)
        if name:
            w.line(f"{name} = v")
        if not name and self.field.number in self.to.survey.looked_back:
            w.line("a.append(v)")
        if name and self.field.number in self.to.survey.awaited:
            w.line(f"if t.pending: t.arrived(self, {name.removeprefix('self.')!r})")
        if self.field.repeat is not None and self.field.repeat.kind is RepeatKind.UNTIL:
            w.line("v._w = v._z = want")
        elif self.field.repeat is not None:
            w.line("v._z = I == c - 1")
        self._attempts(read, stream)
        if read.extent is not None:
            self._close(read.extent)

    def _attempts(self, read: StructRead, stream: str) -> None:
        w = self.to.writer
        if read.struct not in self.to.survey.risky:
            w.line("v._make()")
            return
        if self._stands_at_once(read):
            w.line("mark = back")
        else:
            w.line(
                f"mark = (len({stream}.data), {stream}.left, len(t.holes), len(t.waiting_list), "
                f"len({stream}.marks), len(t.pending))"
            )
        is_exact = _is_exact(read)
        with w.block("try:"):
            w.line("v._make()")
            if is_exact and read.extent is not None and read.extent.size is not None:
                ways = self.to.ways(read.extent.size, "n")
                size = self.to.speech.emit(read.extent.size)
                more = "" if ways == "()" else f", lambda n: {ways}, lambda: {size}"
                w.line(f"t.fills(sub{more})")
        with w.block("except TROUBLE as e:"):
            few = ", tries=t.few_tries" if is_soft(self.to, self.field) else ""
            w.line(f"t.again(v, mark, e{few})")

    def _stands_at_once(self, read: StructRead) -> bool:
        """Whether nothing happens between the mark of an element and that of its object."""
        repeat = self.field.repeat
        if repeat is None or repeat.kind is RepeatKind.UNTIL or not is_soft(self.to, self.field):
            return False
        return read.extent is None and not read.args and not self.to.survey.marked

    def _open(self, read: StructRead, extent: Extent) -> None:
        w = self.to.writer
        w.line("io.left = 0")
        if self.to.survey.marked:
            w.line("io.marks.append(len(b))")
        if extent.process is not None:
            w.line("sub = t.apart(io)")
        elif extent.size is not None:
            ways = self.to.ways(extent.size, "n")
            size = self.to.speech.emit(extent.size)
            if ways == "()":
                w.line(f"sub = t.sub(io, {size})")
            else:
                w.line(f"sub = t.open_sub(io, lambda n: {ways}, lambda: {size})")
            if _is_exact(read):
                w.line("sub.is_exact = True")
        else:
            w.line("sub = t.sub(io, io.room())" if extent.to_end else "sub = t.sub(io, OPEN)")

    def _close(self, extent: Extent) -> None:
        w = self.to.writer
        w.line("t.end_stream(sub)")
        if extent.process is not None:
            args = "".join(", " + self.to.speech.emit(arg) for arg in extent.process.args)
            w.line(f"b += pack_process({extent.process.name!r}, t.raw(sub){args})")
            if extent.size is not None:
                ways, size = self.to.ways(extent.size, "n"), self.to.speech.emit(extent.size)
                w.line(f"t.sized(lambda n: {ways}, len(b) - sub.at, lambda: {size})")
            return
        if extent.size is not None:
            ways = self.to.ways(extent.size, "n")
            size = self.to.speech.emit(extent.size)
            term = extent.terminator
            w.line(f"t.fit(sub, lambda n: {ways}, lambda: {size}, {term!r}, {extent.pad_right!r})")
        elif extent.terminator is not None and (extent.consume or extent.include):
            w.line(f"b += {extent.terminator!r}")

    def _made(self, read: StructRead, stream: str) -> None:
        """Emit the object itself: arguments, parent, byte order."""
        w = self.to.writer
        target = self.to.program.structs[read.struct]
        for number, arg in enumerate(read.args):
            w.line(f"g{number} = {self.to.speech.emit_nullable(arg)}")
        parent = self.to.speech.emit(read.parent) if read.parent is not None else "self"
        if read.no_parent:
            parent = "None"
        root = "self._r" if target.root == self.to.current.root else "None"
        order = "self._le" if target.endian_inherited else "None"
        if read.extent is None and self.to.survey.marked:
            w.line("io.marks.append(len(b))")
        w.line(
            f"v = M{read.struct}(t, {stream}, {parent}, {root}, self._d + 1, {order}, self, "
            f"{self.field.number}, I)"
        )
        for number, param in enumerate(target.params):
            w.line(f"v.f_{param.id} = g{number}")


def _is_exact(read: StructRead) -> bool:
    """Whether an object has to fill its stream."""
    extent = read.extent
    if extent is None or extent.size is None or extent.process is not None:
        return False
    return extent.terminator is None and extent.pad_right is None
