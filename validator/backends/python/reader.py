"""Generated readers: one class a type, straight-line code a field.

Two readers come from one emitter. The tracing reader records everything and goes on after a
fault: its `_read` returns False after a structural one, and whoever holds the object resumes
behind its substream if it has one, else stops too and notes what is skipped. The checking
reader records nothing, raises at the first fault, and reads long lists without making objects
(`hot`); what it does not accept is read again with a trace.

Both read the whole language. Objects keep their values because any expression may ask for
them.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from validator.backends.python.expr import ExprEmitter
from validator.backends.python.hot import HotList, find_hot, spanned_fields
from validator.backends.python.hot_loops import LoopEmitter
from validator.backends.python.minimum import minimum_bits
from validator.backends.python.verify import VerifyEmitter
from validator.backends.writer import Writer
from validator.ir import expr as ir
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

HEADER = '''"""Generated from {name} ({digest}); do not edit."""
from struct import Struct as _S

from validator.runtime.faults import DataFault, Missing
from validator.runtime.ops import (
    all_distinct, ascending, cast, contains, decode, divide, first, float_to_int, greatest, item,
    join, last, least, left, lookup, modulo, names, need, overlaps, right, substring, times,
    to_bytes, to_int, unpack_rotate, unpack_xor,
)
from validator.runtime.reading import Stop, fact, text
from validator.runtime.probe import Reject
from validator.runtime.recorder import CAUGHT, Node
from validator.runtime.stream import Stream
'''


def emit_trace_reader(program: Program) -> str:
    """Return the source of the tracing reader.

    Args:
        program: any program.
    Returns:
        A module with `run(t, data)`; `t` is a `runtime.recorder.Recorder`.
    """
    return _Emitter(program, recording=True).module()


def emit_check_reader(program: Program) -> str:
    """Return the source of the checking reader.

    Args:
        program: any program.
    Returns:
        A module with `run(t, data)`; `t` is a `runtime.probe.Probe`. It raises when the data
        breaks a rule, or when it cannot be sure.
    """
    return _Emitter(program, recording=False).module()


def field_get(program: Program, node: ir.FieldGet, owner: str) -> str:
    """Return the source of reading a field of an object."""
    name = program.fields[node.field].id
    source = f"{owner}.f_{name}"
    return f"need({source}, {name!r})" if node.nullable else source


@dataclass(slots=True)
class _Emitter:
    program: Program
    recording: bool
    writer: Writer = field(default_factory=Writer)
    unpackers: dict[str, str] = field(default_factory=dict)
    iterators: dict[str, str] = field(default_factory=dict)
    hot: dict[int, HotList] = field(default_factory=dict)
    placed: frozenset[int] = frozenset()
    current: Struct = field(init=False)

    @property
    def expr(self) -> ExprEmitter:
        return ExprEmitter(self.program, lambda node, owner: field_get(self.program, node, owner))

    def module(self) -> str:
        if not self.recording:
            self.hot = find_hot(self.program)
            self.placed = spanned_fields(self.program)
        for struct in self.program.structs:
            self._struct(struct)
        w = Writer()
        w.line(HEADER.format(name=self.program.name, digest=self.program.digest[:16]))
        for code, name in self.unpackers.items():
            w.line(f"{name} = _S({code!r}).unpack_from")
        for code, name in self.iterators.items():
            w.line(f"{name} = _S({code!r}).iter_unpack")
        w.line()
        body = self.writer.text()
        self.writer = Writer()
        self._run()
        return w.text() + body + self.writer.text()

    def _run(self) -> None:
        w = self.writer
        with w.block("def run(t, data):"):
            w.lines(
                "io = Stream(data, 0, len(data), 0)",
                "n = t.open(-1, -1, -1, 0, io)" if self.recording else "n = t.open()",
                "root = S0(t, n, io, None, None, 0, None)",
                "root._read()",
                "t.close(n, len(data))" if self.recording else "t.covered(io)",
            )
            with w.block("for o in t.pending:"):
                w.line("o._force()")
            with w.block("for o in t.pending:"):
                w.line("o._verify()")
            w.line("return root")
        w.line()

    def _verify(self) -> VerifyEmitter:
        hot = frozenset(self.hot)
        return VerifyEmitter(self.program, self.expr, self.writer, self.recording, hot)

    # -- one type ------------------------------------------------------------------------

    def _struct(self, struct: Struct) -> None:
        w = self.writer
        self.current = struct
        lazy = struct.instances
        plain = [f"f_{f.id}" for f in struct.params + struct.seq]
        slots = plain + [f"_v_{f.id}" for f in lazy]
        verify = self._verify()
        pending = bool(lazy) or verify.is_needed(struct)
        w.line()
        with w.block(f"class S{struct.number}(Node):  # {struct.name}"):
            w.line("__slots__ = (" + "".join(f"{s!r}, " for s in slots) + ")")
            self._partial_lists(struct)
            self._read_method(struct, pending)
            for f in lazy:
                self._instance(f)
            if pending:
                with w.block("def _force(self):"):
                    for f in lazy:
                        with self._guard():
                            w.line(f"self.f_{f.id}")
                        if self.recording:
                            with w.block("except CAUGHT as e:"):
                                w.line(f"self._t.fault(e, self._io, self._n, {f.number}, -1)")
                verify.emit(struct)
            verify.targets(struct)
        w.line()

    def _partial_lists(self, struct: Struct) -> None:
        """Emit the names of lists: one that was not read to its end counts as not read."""
        if not self.recording:
            return
        names = {
            f.number: ("f_" if f.kind is FieldKind.SEQ else "_v_") + f.id
            for f in struct.seq + struct.instances
            if f.repeat is not None
        }
        self.writer.line(f"_lists = {names!r}")

    def _read_method(self, struct: Struct, pending: bool) -> None:
        w = self.writer
        with w.block("def _read(self):"):
            w.lines("t = self._t; n = m = self._n; io = self._io", "P = -1; I = -1")
            if pending:
                w.line("t.pending.append(self)")
            with self._guard():
                self._endian(struct)
                was_bits = False
                for run in self._runs(struct.seq):
                    is_bits = isinstance(run[0].read, BitsRead)
                    if was_bits and not is_bits:
                        w.line("io.left = 0")
                    was_bits = is_bits
                    if len(run) > 1:
                        self._fused(run)
                    else:
                        self._field(run[0])
            self._except()
            w.line("return True")

    def _runs(self, seq: tuple[Field, ...]) -> list[list[Field]]:
        """Split a seq into runs that one `struct` call reads; the tracing reader has none."""
        runs: list[list[Field]] = []
        run_order: str | None = None
        for f in seq:
            order = self._plain_order(f)
            if (
                order is not None
                and run_order is not None
                and (order in ("", run_order) or not run_order)
            ):
                runs[-1].append(f)
                run_order = run_order or order
            else:
                runs.append([f])
                run_order = order
        return runs

    def _plain_order(self, f: Field) -> str | None:
        """Return the byte order of a number that can be fused, "" for one byte; else None."""
        read = f.read
        if (
            self.recording
            or not isinstance(read, NumberRead)
            or f.repeat is not None
            or f.condition is not None
            or f.number in self.placed
        ):
            return None
        if read.primitive.width == 1:
            return ""
        return {Endian.LITTLE: "<", Endian.BIG: ">"}.get(read.endian)

    def _fused(self, run: list[Field]) -> None:
        """Emit several numbers as one unpack, then their checks."""
        w = self.writer
        prims = [f.read.primitive for f in run if isinstance(f.read, NumberRead)]
        order = next(filter(None, map(self._plain_order, run)), "<")
        unpack = self.unpacker(order + "".join(p.code for p in prims))
        width = sum(p.width for p in prims)
        w.line(f"I = -1; io.left = 0; s = io.pos; io.pos = e = s + {width}")
        w.line("if e > io.end: raise Reject")
        w.line(", ".join(f"self.f_{f.id}" for f in run) + f" = {unpack}(io.data, s)")
        for f in run:
            if any(not self.program.checks[n].deferred for n in f.checks):
                w.line(f"v = self.f_{f.id}")
                self._checks(f, "k")

    def _guard(self) -> AbstractContextManager[None]:
        """Open a `try` in the tracing reader; the checking reader lets everything through."""
        return self.writer.block("try:") if self.recording else nullcontext()

    def _except(self) -> None:
        w = self.writer
        if not self.recording:
            return
        with w.block("except Stop:"):
            w.lines("t.skip(self, P)", "return False")
        with w.block("except CAUGHT as e:"):
            w.lines("t.fault(e, io, m, P, I)", "t.skip(self, P)", "return False")

    def _endian(self, struct: Struct) -> None:
        w = self.writer
        if not struct.endian_cases:
            return
        for number, (condition, is_little) in enumerate(struct.endian_cases):
            test = self.expr.emit(condition) if condition is not None else "True"
            w.line(f"{'el' if number else ''}if {test}: self._le = {is_little}")
        w.line(
            "else: raise DataFault('endianness-undecided', io.pos, 0, "
            "'no case of the byte order matches')"
        )

    def _instance(self, f: Field) -> None:
        w = self.writer
        w.line("@property")
        with w.block(f"def f_{f.id}(self):"):
            with w.block("try:"):
                w.line(f"return self._v_{f.id}")
            with w.block("except AttributeError:"):
                w.line("pass")
            w.line(f"self._lazy({f.number}, type(self)._make_{f.id})")
            w.line(f"return self._v_{f.id}")
        with w.block(f"def _make_{f.id}(self):"):
            w.line("t = self._t; n = m = self._n; io = self._io; P = -1; I = -1")
            if f.kind is FieldKind.VALUE:
                with self._guard():
                    self._value_instance(f)
                self._except()
            else:
                self._parse_instance(f)
            w.line("return True")

    def _value_instance(self, f: Field) -> None:
        w = self.writer
        w.line(f"P = {f.number}")
        if f.condition is not None:
            with w.block(f"if not {self.expr.emit(f.condition)}:"):
                w.lines(f"self._v_{f.id} = None", "return True")
        source = self.expr.emit_nullable(f.value) if f.value is not None else "None"
        w.line(f"v = {source}")
        w.line(f"self._v_{f.id} = v")
        if self.recording:
            w.line("k = t.computed(P, n, -1, io, v)")
        self._checks(f, "k")

    def _parse_instance(self, f: Field) -> None:
        w = self.writer
        w.line("home = None")
        with w.block("try:"):  # the position is restored in either reader
            if f.stream is not None:
                w.lines(f"P = {f.number}", f"io = {self.expr.emit(f.stream)}")
            w.line("home = (io.pos, io.left, io.bits)")
            if f.position is not None:
                if f.condition is not None:
                    with w.block(f"if {self.expr.emit(f.condition)}:"):
                        w.line(f"P = {f.number}; io.seek({self.expr.emit(f.position)})")
                else:
                    w.line(f"P = {f.number}; io.seek({self.expr.emit(f.position)})")
            self._field(f, name=f"_v_{f.id}")
        self._except()
        with w.block("finally:"):
            w.line("if home is not None: io.pos, io.left, io.bits = home")

    # -- one field -----------------------------------------------------------------------

    def _field(self, f: Field, name: str = "") -> None:
        w = self.writer
        name = name or f"f_{f.id}"
        w.line(f"P = {f.number}; m = n; I = -1" if self.recording else "I = -1")
        if f.number in self.placed:
            w.line("z = io.pos")
        if f.condition is not None:
            with w.block(f"if not ({self.expr.emit(f.condition)}):"):
                w.line(f"self.{name} = None")
            with w.block("else:"):
                self._present(f, name)
        else:
            self._present(f, name)
        if f.number in self.placed:
            w.line(f"t.note(self, {f.number}, z, io.pos)")

    def _present(self, f: Field, name: str) -> None:
        w = self.writer
        if f.read is None:
            return
        if f.repeat is None:
            self._element(f, f.read, f"self.{name} = v")
            return
        if f.number in self.hot:
            LoopEmitter(self.program, w, self.expr, self.unpacker, self.iterator).emit(
                self.hot[f.number], name
            )
            return
        if self.recording:
            w.line("m = t.open(P, n, -1, -1, io, is_array=1)")
        w.line(f"self.{name} = a = []")
        match f.repeat.kind:
            case RepeatKind.COUNT:
                count = self.expr.emit(f.repeat.expr) if f.repeat.expr is not None else "0"
                least = minimum_bits(self.program, f.read)
                w.line(f"c = {count}; fits = t.count(c, {least}, io, m)")
                with w.block("for I in range(fits):"):
                    self._element(f, f.read, "a.append(v)")
                if self.recording:
                    w.line("if fits < c: t.forget(m); raise Stop")
                else:
                    w.line("if fits < c: raise Reject")
            case RepeatKind.EOS:
                w.line("I = 0")
                with w.block("while not io.eof():"):
                    self._count_one()
                    self._element(f, f.read, "a.append(v)")
                    w.line("I += 1")
            case RepeatKind.UNTIL:
                w.line("I = 0")
                with w.block("while True:"):
                    self._count_one()
                    self._element(f, f.read, "a.append(v)")
                    until = self.expr.emit(f.repeat.expr) if f.repeat.expr is not None else "True"
                    w.line(f"if {until}: break")
                    w.line("I += 1")
        if self.recording:
            w.line("t.close(m, io.pos)")

    def _count_one(self) -> None:
        if not self.recording:
            self.writer.line("t.add(1)")

    def _element(self, f: Field, read: Read, store: str) -> None:
        """Emit one element: `v` is its value, `k` its node, both stored and checked."""
        w = self.writer
        self._read(read, store)
        if f.nullable and isinstance(read, SwitchRead):
            with w.block("if k >= 0:" if self.recording else "if v is not None:"):
                self._checks(f, "k")
        else:
            self._checks(f, "k")

    def _checks(self, f: Field, node: str) -> None:
        for number in f.checks:
            check = self.program.checks[number]
            if not check.deferred and check.condition is not None:
                self._verify().inline(check, node)

    # -- reads ---------------------------------------------------------------------------

    def _read(self, read: Read, store: str) -> None:
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
            case StrRead(extent=extent, encoding=codec):
                self._region(extent)
                self._bytes(extent)
                if not self.recording:
                    w.lines(f"v = v.decode({codec!r})", store)
                    return
                w.lines(f"v, bad = text(v, {codec!r})", store)
                self._leaf()
                w.line(f"if bad: t.bad_text(k, bad, {codec!r})")
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
            return f"io.number_at({p.width}, {little} if self._le else {big})"
        order = "<" if read.endian is Endian.LITTLE else ">"
        return f"io.number_at({p.width}, {self.unpacker(order + p.code)})"

    def unpacker(self, code: str) -> str:
        """Return the name of a function that unpacks a `struct` format at an offset."""
        order = "l" if code[0] == "<" else "b"
        return self.unpackers.setdefault(code, f"u_{order}_{code[1:]}")

    def iterator(self, code: str) -> str:
        """Return the name of a function that unpacks a `struct` format again and again."""
        order = "l" if code[0] == "<" else "b"
        return self.iterators.setdefault(code, f"i_{order}_{code[1:]}")

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
        if extent.process is not None:
            self.writer.line(f"v = {self._process(extent.process)}")

    def _process(self, process: Process) -> str:
        args = [self.expr.emit(arg) for arg in process.args]
        match process.name:
            case "xor":
                return f"unpack_xor(v, {args[0]})"
            case "zlib":
                return "t.inflate(v)"
        return f"unpack_rotate(v, {args[0]}, is_left={process.name == 'rol'})"

    def _object(self, read: StructRead, store: str) -> None:
        w = self.writer
        target = self.program.structs[read.struct]
        stream = "io"
        if read.extent is not None:
            self._region(read.extent)
            if read.extent.process is not None:
                self._bytes(read.extent)
                w.line(
                    f"k = t.open(P, m, I, {read.struct}, io)" if self.recording else "k = t.open()"
                )
                if self.recording:
                    w.line("t.start[k] = s")
                w.line("sub = t.unpacked(v, k)")
            else:
                w.line("sub = Stream(io.data, s, e, io.number)")
                w.line(
                    f"k = t.open(P, m, I, {read.struct}, sub)" if self.recording else "k = t.open()"
                )
            stream = "sub"
        else:
            w.line(f"k = t.open(P, m, I, {read.struct}, io)" if self.recording else "k = t.open()")
        parent = self.expr.emit(read.parent) if read.parent is not None else "self"
        if read.no_parent:
            parent = "None"
        root = "self._r" if target.root == self.current.root else "None"
        order = "self._le" if target.endian_inherited else "None"
        made = f"S{read.struct}(t, k, {stream}, {parent}, {root}, t.deeper(self._d, io), {order})"
        w.line(f"v = {made}")
        for param, arg in zip(target.params, read.args, strict=True):
            w.line(f"v.f_{param.id} = {self.expr.emit(arg)}")
        # An element joins its list after it was read, also when only a part of it could be.
        if not self.recording:
            w.lines("v._read()", store)
            if read.extent is not None:
                w.line("t.covered(sub)")
        elif read.extent is not None:
            w.lines("v._read()", "t.close(k, io.pos)", store)
        else:
            w.lines("done = v._read()", "t.close(k, io.pos)", store, "if not done: raise Stop")

    def _switch(self, read: SwitchRead, store: str) -> None:
        w = self.writer
        w.line(f"on = {self.expr.emit(read.on)}")
        word = "if"
        for case, inner in read.cases:
            with w.block(f"{word} on == {self.expr.emit(case)}:"):
                self._read(inner, store)
            word = "elif"
        with w.block("else:") if read.cases else w.block("if True:"):
            if read.default is not None:
                self._read(read.default, store)
            else:
                w.lines("v = None; k = -1" if self.recording else "v = None", store)
