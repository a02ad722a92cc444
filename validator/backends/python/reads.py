"""Emitting one value: numbers, bit fields, byte strings, text, objects, switches.

The emitted code sets `v` (the value) and, when recording, `k` (its node). It reads `io`, the
node `m` that holds the value, `P` (place), `I` (subscript); faults without a place of their own
are reported at `A`, when that is not None.
"""

from __future__ import annotations

from collections.abc import Callable

from validator.backends.python.expr import ExprEmitter
from validator.backends.python.traits import Traits, reads_of
from validator.backends.python.watch import Watch
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Endian,
    Extent,
    Field,
    FieldKind,
    NumberRead,
    Process,
    Program,
    Read,
    RepeatKind,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)


def is_text(read: Read | None) -> bool:
    """Whether a value may turn out to be a damaged string."""
    return any(isinstance(part, StrRead) for part in reads_of(read))


def count_leaves(struct: Struct) -> int:
    """Return how many nodes a trace of an object has, without objects and lists inside."""
    total = 1
    for f in struct.seq + struct.instances:
        if f.repeat is None:
            total += not isinstance(f.read, StructRead)
        else:
            total += f.repeat.kind is not RepeatKind.COUNT
    return total


@dataclass(frozen=True, slots=True)
class ReadEmitter:
    """Emits the reads of one field.

    Attributes:
        program, struct, field: what is read.
        attribute: where the object keeps the field.
        unpacker: gives the name of the function for a `struct` format.
        watch: what is noted of objects, or None.
    """

    program: Program
    struct: Struct
    field: Field
    attribute: str
    writer: Writer
    expr: ExprEmitter
    recording: bool
    traits: Traits
    unpacker: Callable[[str], str]
    watch: Watch | None

    def emit(self, read: Read, store: str) -> None:
        """Emit reading one value; `store` is the line that keeps it."""
        w = self.writer
        match read:
            case NumberRead():
                if self.recording:
                    w.line("s = io.pos")
                w.lines(f"v = {self._number(read)}", store)
                self._leaf()
            case BitsRead(width=width, endian=endian, as_bool=as_bool):
                little = endian is Endian.LITTLE
                call = f"io.bits_{'little' if little else 'big'}({width})"
                w.line(f"s = io.bit_offset({little})")
                w.lines(f"v = {call} != 0" if as_bool else f"v = {call}", store)
                if self.recording:
                    w.line(f"k = t.bit_leaf(P, m, I, io, s, {width}, v)")
            case BytesRead(extent=extent):
                self._region(extent)
                self._bytes(extent)
                w.line(store)
                self._leaf()
            case StrRead():
                self._text(read, store)
            case StructRead():
                self._object(read, store)
            case SwitchRead():
                self._switch(read, store)

    def _leaf(self) -> None:
        if self.recording:
            self.writer.line("k = t.leaf(P, m, I, io.number, s, io.pos, v)")

    def _number(self, read: NumberRead) -> str:
        p = read.primitive
        if read.endian is Endian.CALCULATED:
            little, big = self.unpacker("<" + p.code), self.unpacker(">" + p.code)
            unpack = f"{little} if self._le else {big}"
            if self.recording:
                self.writer.line("if self._le is None: raise Stop")
        else:
            unpack = self.unpacker(("<" if read.endian is Endian.LITTLE else ">") + p.code)
        if self.recording:
            return f"io.number_at({p.width}, {unpack})"
        self.writer.line(f"io.left = 0; s = io.pos; io.pos = e = s + {p.width}")
        self.writer.line("if e > io.end: raise Reject")
        return f"({unpack})(io.data, s)[0]"

    def _text(self, read: StrRead, store: str) -> None:
        w = self.writer
        self._region(read.extent)
        self._bytes(read.extent)
        if not self.recording:
            w.lines(f"v = v.decode({read.encoding!r})", store)
            return
        w.line(f"v, bad = text(v, {read.encoding!r})")
        self._leaf()
        with w.block("if bad is not None:"):
            w.line(f"t.bad_text(k, bad, s, e); t.lose(self, {self.attribute!r})")
            if self.field.repeat is not None and self.field.repeat.kind is RepeatKind.UNTIL:
                w.line("raise Stop")  # nobody knows whether it was the last
        with w.block("else:"):
            w.line(store)

    # -- regions -------------------------------------------------------------------------

    def _region(self, extent: Extent) -> None:
        """Emit code that sets `s` and `e`, the value's bytes, and moves past the region."""
        w = self.writer
        if extent.size is not None:
            w.lines(f"s = io.take({self.expr.emit(extent.size)})", "e = io.pos")
        elif extent.to_end:
            w.lines("s = io.take_rest()", "e = io.pos")
        else:
            w.line(
                f"s, e = io.until({extent.terminator!r}, {extent.include}, {extent.consume}, "
                f"{extent.eos_error})"
            )
            return
        if extent.terminator is not None or extent.pad_right is not None:
            w.line(f"e = io.cut(s, {extent.terminator!r}, {extent.include}, {extent.pad_right!r})")

    def _bytes(self, extent: Extent) -> None:
        self.writer.line("v = io.data[s:e]")
        if extent.process is None:
            return
        with_place = self.recording and bool(extent.process.args)
        if with_place:
            self.writer.line("A = (io, s)")
        self.writer.line(f"v = {self._process(extent.process)}")
        if with_place:
            self.writer.line("A = None")

    def _process(self, process: Process) -> str:
        args = [self.expr.emit(arg) for arg in process.args]
        match process.name:
            case "xor":
                return f"unpack_xor(v, {args[0]})"
            case "zlib":
                return "t.inflate(v, s, io.pos)"
        return f"unpack_rotate(v, {args[0]}, is_left={process.name == 'rol'})"

    # -- objects -------------------------------------------------------------------------

    def _object(self, read: StructRead, store: str) -> None:
        w = self.writer
        stream, opened = "io", False
        if read.extent is not None:
            stream = "sub"
            self._region(read.extent)
            if read.extent.process is not None:
                self._bytes(read.extent)
                self._open(read, "io")
                if self.recording:
                    w.line("t.start[k] = s; t.end[k] = io.pos")
                w.line("sub = t.unpacked(v, k)")
                opened = True
            else:
                w.line("sub = Stream(io.data, s, e, io.number)")
        self._made(read, stream, opened=opened)
        if self.watch is not None:
            self.watch.object_begin(w, read, self.field)
        # An element joins its list after it was read, also when only a part of it could be.
        if not self.recording:
            w.lines("v._read()", store)
            if self.watch is not None:
                self.watch.object_end(w, read, self.field)
            elif read.extent is not None:
                w.line("t.covered(sub)")
        elif read.extent is not None:
            w.lines("v._read()", "t.close(k, io.pos)", store)
        else:
            w.lines("done = v._read()", "t.close(k, io.pos)", store, "if not done: raise Stop")

    def _open(self, read: StructRead, stream: str) -> None:
        number = read.struct
        if self.recording:
            self.writer.line(f"k = t.open(P, m, I, {number}, {stream})")
        else:
            self.writer.line(f"k = t.open({count_leaves(self.program.structs[number])})")

    def _made(self, read: StructRead, stream: str, *, opened: bool) -> None:
        """Emit making an object: arguments, parent, depth and cycles are looked at in order."""
        w = self.writer
        target = self.program.structs[read.struct]
        if self.recording and stream != "io":
            w.line(f"A = ({stream}, {stream}.pos)")
        for number, arg in enumerate(read.args):
            w.line(f"g{number} = {self.expr.emit_nullable(arg)}")
        parent = self.expr.emit(read.parent) if read.parent is not None else "self"
        if read.no_parent:
            parent = "None"
        elif read.parent is not None:
            w.line(f"parent = {parent}")
            parent = "parent"
        w.line(f"d = t.deeper(self._d, {stream})")
        if read.struct in self.traits.pointed:
            values = "".join(f", g{number}" for number in range(len(read.args)))
            place = f"{stream}.number, {stream}.base, {stream}.end, {stream}.pos"
            w.line(f"i = ({read.struct}, {place}{values})")
            if self.field.kind is FieldKind.INSTANCE and self.field.position is not None:
                w.line("self._refuse_cycle(i)")
        if not opened:
            self._open(read, stream)
        if self.recording and stream != "io":
            w.line("A = None")
        root = "self._r" if target.root == self.struct.root else "None"
        order = "self._le" if target.endian_inherited else "None"
        w.line(f"v = S{read.struct}(t, k, {stream}, {parent}, {root}, d, {order})")
        for number, param in enumerate(target.params):
            w.line(f"v.f_{param.id} = g{number}")
        if self.traits.pointed:
            identity = "i" if read.struct in self.traits.pointed else "None"
            w.line(f"v._h = self; v._i = {identity}")

    def _switch(self, read: SwitchRead, store: str) -> None:
        w = self.writer
        if self.recording and is_text(read):
            w.line("bad = None")
        w.line(f"on = {self.expr.emit(read.on)}")
        word = "if"
        for case, inner in read.cases:
            with w.block(f"{word} on == {self.expr.emit(case)}:"):
                self.emit(inner, store)
            word = "elif"
        with w.block("else:") if read.cases else w.block("if True:"):
            if read.default is not None:
                self.emit(read.default, store)
            elif self.recording and self.field.repeat is not None:
                w.lines("v = None; s = io.pos", store)  # a node, so that subscripts are complete
                self._leaf()
            else:
                w.lines("v = None; k = -1; t.absent(io)", store)
