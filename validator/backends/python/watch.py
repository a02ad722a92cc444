"""What a checking reader notes, so that gaps and overlaps can be decided without a trace.

Not every reader has to: where every stream is read to its end, nothing is left to explain. Every
instance with `pos` is a *unit*: one note when it was read, with marks of what it left out. The
emitted code keeps the marks of the unit around in a local; `runtime.layout` reads the notes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from validator.backends.python.hot import HotList
from validator.backends.python.hot_walk import reads
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir.nodes import Extent, Field, FieldKind, Gaps, Program, StructRead, SwitchRead
from validator.ir.overlap import Jump, is_jump, jumps_of, shape_of
from validator.runtime.layout import DECLARED, LOOSE, NO_SHAPE, PLAIN, UNPACKED, VIEW

_KINDS = {Jump.PLAIN: PLAIN, Jump.VIEW: VIEW, Jump.DECLARED: DECLARED}


@dataclass(frozen=True, slots=True)
class Watch:
    """What is noted of one program.

    Attributes:
        gaps: what unexplained bytes mean.
        kinds: field number of every instance with `pos` -> kind of its notes.
        shapes: the same -> what it is read as: the struct of an object, else a number of its own.
        shared: structs that undeclared instances read: where else such objects lie is noted.
    """

    gaps: Gaps
    kinds: dict[int, int]
    shapes: dict[int, int]
    shared: frozenset[int]

    def needs_objects(self, hot: HotList) -> bool:
        """Whether instances may read elements of a list again."""
        inner = any(map(self.needs_objects, hot.inner.values()))
        return inner or hot.element.number in self.shared

    def run_end(self, w: Writer) -> None:
        """Emit the note of the file, when its seq has been read."""
        self._note(w, f"0, 0, io.pos, {NO_SHAPE}, {PLAIN}", "[]")

    def settle(self, w: Writer) -> None:
        """Emit the decision, when everything has been read."""
        w.line(f"settle(t, {self.gaps.value!r})")

    @contextmanager
    def around(self, w: Writer, f: Field) -> Iterator[None]:
        """Emit the note of an instance around what reads it; `q` is its place in its stream."""
        if f.position is None:  # it reads where reading stands, maybe in the middle of a byte
            w.line("kept = t.marks; t.marks = []; q = io.pos - (io.left > 0)")
            yield
            self._note(w, f"io.number, q, io.pos, {NO_SHAPE}, {LOOSE}", "kept")
            return
        w.line("kept = t.marks; t.marks = []")
        yield
        shape = f"{self.shapes[f.number]}"
        if isinstance(f.read, SwitchRead) and f.repeat is None:
            w.line(f"v = self._v_{f.id}")
            shape = f"v._s if isinstance(v, Node) else {shape}"
        self._note(w, f"io.number, io.base + q, io.pos, {shape}, {self.kinds[f.number]}", "kept")

    def object_begin(self, w: Writer, read: StructRead, f: Field) -> None:
        """Emit what comes before reading an object, `s` being its first byte."""
        if read.extent is None and self._is_marked(read, f):
            w.line("s = io.pos")
        if read.extent is not None and read.extent.process is not None:
            w.line("outer = t.marks; t.marks = []")

    def object_end(self, w: Writer, read: StructRead, f: Field) -> None:
        """Emit the note of unpacked bytes, or the mark of what a substream left unread."""
        extent = read.extent
        if extent is not None and extent.process is not None:
            self._note(w, f"sub.number, 0, sub.pos, {NO_SHAPE}, {UNPACKED}", "outer")
        elif extent is not None:
            w.line("if sub.pos < sub.end: t.marks.append((sub.pos, sub.end))")
            if _reaches_on(extent):
                w.line("if e > io.pos: raise Reject")  # what is read next is explained twice
        if self._is_marked(read, f):
            w.line(f"t.marks.append((s, io.pos, io.number, {read.struct}))")

    def _is_marked(self, read: StructRead, f: Field) -> bool:
        """Whether an object of the type may be what an instance elsewhere reads again."""
        return read.struct in self.shared and not (is_jump(f) and f.repeat is None)

    def _note(self, w: Writer, parts: str, marks: str) -> None:
        w.line(f"t.units.append(({parts}, tuple(t.marks))); t.marks = {marks}")


def can_overlap(program: Program) -> bool:
    """Whether fields may overlap, undeclared, although every stream is read to its end.

    Streams that are read to their ends leave room for nothing else; views then look at what is
    explained already. Where streams may have gaps, or instances go on reading in them, views can
    be the only ones to explain a byte.
    """
    is_filled = program.gaps is not Gaps.ALLOW and not any(
        field.kind is FieldKind.INSTANCE and not is_jump(field) for field in program.fields
    )
    harmless = {Jump.DECLARED, Jump.VIEW} if is_filled else {Jump.DECLARED}
    return not harmless.issuperset(jumps_of(program).values())


def can_be_scattered(program: Program) -> bool:
    """Whether a file may be accepted although some stream was not read to its end."""
    is_read = any(field.kind is FieldKind.INSTANCE for field in program.fields)
    return program.gaps is Gaps.PADDING or (program.gaps is Gaps.ERROR and is_read)


def watch_of(program: Program) -> Watch:
    """Return what is noted of a program, so that gaps and overlaps can be told for certain."""
    jumps = jumps_of(program)
    numbers: dict[Hashable, int] = {}
    shapes = {n: _shape(program, program.fields[n], numbers) for n in jumps}
    undeclared = (program.fields[n] for n, jump in jumps.items() if jump is not Jump.DECLARED)
    shared = {struct for field in undeclared for struct in _objects(field)}
    kinds = {n: _KINDS[jump] for n, jump in jumps.items()}
    return Watch(program.gaps, kinds, shapes, frozenset(shared))


def _shape(program: Program, field: Field, numbers: dict[Hashable, int]) -> int:
    """Return a number that is equal for two instances which read the same kind of thing."""
    if isinstance(field.read, StructRead) and field.repeat is None:
        return field.read.struct
    key = (field.repeat is not None, shape_of(field))
    return numbers.setdefault(key, len(program.structs) + len(numbers))


def _objects(field: Field) -> Iterator[int]:
    if field.repeat is None:
        yield from (part.struct for part in reads(field.read) if isinstance(part, StructRead))


def _reaches_on(extent: Extent) -> bool:
    """Whether an object may hold a terminator that is read again behind it."""
    is_open = extent.size is None and not extent.to_end
    return is_open and extent.include and not extent.consume
