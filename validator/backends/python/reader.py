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
from dataclasses import field

from validator.backends.python.exact import exact_of
from validator.backends.python.expr import NAMES, ExprEmitter
from validator.backends.python.hot import HotList, find_hot, spanned_fields
from validator.backends.python.hot_loops import LoopEmitter
from validator.backends.python.instances import InstanceEmitter, Steps
from validator.backends.python.minimum import Minimums
from validator.backends.python.reads import ReadEmitter, count_leaves, is_text
from validator.backends.python.traits import Traits, looks_back, orders_floats, traits_of
from validator.backends.python.verify import VerifyEmitter
from validator.backends.python.watch import Watch, can_overlap, watch_of
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    Endian,
    Field,
    FieldKind,
    NumberRead,
    Program,
    Read,
    RepeatKind,
    Struct,
    SwitchRead,
)

HEADER = '''"""Generated from {name} ({digest}); do not edit."""
from struct import Struct as _S

from validator.runtime.deferred import check_refers, check_sorted, check_sum, check_unique
from validator.runtime.faults import DataFault, Missing
from validator.runtime.ops import {names}, unpack_rotate, unpack_xor
from validator.runtime.probe import Reject
from validator.runtime.reading import (
    CAUGHT, MAX_PENDING, UNMADE, Ended, Node, Stop, fact, given, kin, no_place, text, within,
)
from validator.runtime.stream import Stream
'''


CALCULATED = "?"
"""Mark of a byte order that is known when an object is read."""


def emit_trace_reader(program: Program) -> str:
    """Return the source of the tracing reader.

    Args:
        program: any program.
    Returns:
        A module with `run(t, data)`; `t` is a `runtime.recorder.Recorder`.
    """
    return _Emitter(program, recording=True).module()


def emit_check_reader(program: Program, *, is_noting: bool = False) -> str:
    """Return the source of the checking reader.

    Args:
        program: any program.
        is_noting: it notes what is read where and compares; else it wants every stream read to
            its end, which costs nothing, unless fields can overlap even so.
    Returns:
        A module with `run(t, data)`; `t` is a `runtime.probe.Probe`. It raises when the data
        breaks a rule, or when it cannot be sure.
    """
    watch = watch_of(program) if is_noting or can_overlap(program) else None
    return _Emitter(program, recording=False, watch=watch).module()


def emit_plain_reader(program: Program) -> str:
    """Return the source of a checking reader that makes objects of all lists.

    Makers of files stand on its classes (`validator.backends.strategies`).

    Args:
        program: any program.
    """
    return _Emitter(program, recording=False, is_plain=True).module()


def field_get(program: Program, node: ir.FieldGet, owner: str) -> str:
    """Return the source of reading a field of an object."""
    name = program.fields[node.field].id
    source = f"{owner}.f_{name}"
    is_open = node.nullable or node.field in traits_of(program).open
    return f"need({source}, {name!r})" if is_open else source


# house: loose-dataclass - the reader is emitted type by type
@dataclass(slots=True)
class _Emitter:
    program: Program
    recording: bool
    watch: Watch | None = None
    is_plain: bool = False
    writer: Writer = field(default_factory=Writer)
    unpackers: dict[str, str] = field(default_factory=dict)
    iterators: dict[str, str] = field(default_factory=dict)
    hot: dict[int, HotList] = field(default_factory=dict)
    placed: frozenset[int] = frozenset()
    current: Struct = field(init=False)
    expr: ExprEmitter = field(init=False)
    traits: Traits = field(init=False)
    minimums: Minimums = field(init=False)

    def __post_init__(self) -> None:
        program = self.program
        self.expr = ExprEmitter(
            program,
            lambda node, owner: field_get(program, node, owner),
            recording=self.recording,
            exact=None if self.recording or self.is_plain else exact_of(program),
        )
        self.traits = traits_of(program)
        self.minimums = Minimums(program)

    def module(self) -> str:
        if not self.recording:
            found = () if self.is_plain else find_hot(self.program).items()
            self.hot = {n: hot for n, hot in found if not orders_floats(self.program, hot)}
            if self.watch is not None:
                self.hot = {n: h for n, h in self.hot.items() if not self.watch.needs_objects(h)}
            self.placed = spanned_fields(self.program)
        for struct in self.program.structs:
            self._struct(struct)
        w = Writer()
        names = ", ".join(NAMES)
        header = HEADER.format(name=self.program.name, digest=self.program.digest[:16], names=names)
        w.line(header)
        if self.watch is not None:
            w.line("from validator.runtime.layout import settle")
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
        nodes = count_leaves(self.program.structs[0])
        with w.block("def run(t, data):"):
            w.line("io = Stream(data, 0, len(data), 0)")
            w.line("n = t.open(-1, -1, -1, 0, io)" if self.recording else f"n = t.open({nodes})")
            w.line("root = S0(t, n, io, None, None, 0, None)")
            if self.traits.pointed:
                w.line("root._h = None; root._i = (0, 0, 0, len(data), 0)")
            with self._guard():
                w.line("root._read()")
                if self.watch is None:
                    w.line("t.close(n, len(data))" if self.recording else "t.covered(io)")
                else:
                    self.watch.run_end(w)
                with w.block("for o in t.pending:"):
                    w.line("o._force()")
                with w.block("for o in t.pending:"):
                    w.line("o._verify()")
                if self.watch is not None:
                    self.watch.settle(w)
            if self.recording:
                with w.block("except Ended:"):
                    w.line("t.close(n, len(data))")
                w.line("t.finish()")
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
        slots += ["_h", "_i"] if self.traits.pointed else []
        verify = self._verify()
        pending = bool(lazy) or verify.is_needed(struct)
        w.line()
        with w.block(f"class S{struct.number}(Node):  # {struct.name}"):
            w.line("__slots__ = (" + "".join(f"{s!r}, " for s in slots) + ")")
            self._partial_lists(struct)
            if self.watch is not None:
                w.line(f"_s = {struct.number}")
            self._read_method(struct, pending)
            instances = self._instances()
            for f in lazy:
                instances.emit(f)
            if pending:
                with w.block("def _force(self):"):
                    for f in lazy:
                        with self._guard():
                            w.line(f"self.f_{f.id}")
                        if self.recording:
                            with w.block("except CAUGHT as e:"):
                                w.line("at = (self._io, self._t.start[self._n])")
                                w.line(f"self._t.fault(e, self._io, self._n, {f.number}, -1, at)")
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
            w.lines("t = self._t; n = m = self._n; io = self._io", "P = -1; I = -1; A = Q = None")
            if pending:
                w.line("t.pending.append(self)")
            if struct.instances and not self.recording:
                w.line("".join(f"self._v_{f.id} = " for f in struct.instances) + "UNMADE")
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
            if not looks_back(self.program, f):
                run_order = None
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
        return {Endian.LITTLE: "<", Endian.BIG: ">", Endian.CALCULATED: CALCULATED}[read.endian]

    def _fused(self, run: list[Field]) -> None:
        """Emit several numbers as one unpack, then their checks."""
        w = self.writer
        prims = [f.read.primitive for f in run if isinstance(f.read, NumberRead)]
        order = next(filter(None, map(self._plain_order, run)), "<")
        codes = "".join(p.code for p in prims)
        if order == CALCULATED:
            unpack = f"({self.unpacker('<' + codes)} if self._le else {self.unpacker('>' + codes)})"
        else:
            unpack = self.unpacker(order + codes)
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

    def _except(self, note: str = "stop") -> None:
        w = self.writer
        if not self.recording:
            return
        with w.block("except Stop:"):
            w.lines(f"t.{note}(self, P, io, m, Q)", "return False")
        with w.block("except CAUGHT as e:"):
            w.line("t.fault(e, io, m, P, I, A)")
            w.lines(f"t.{note}(self, P, io, m, Q)", "return False")

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

    def _instances(self) -> InstanceEmitter:
        steps = Steps(self._present, self._checks, self._has_checks, self._guard, self._except)
        return InstanceEmitter(
            self.program, self.writer, self.expr, self.recording, self.watch, steps
        )

    # -- one field -----------------------------------------------------------------------

    def _field(self, f: Field) -> None:
        w = self.writer
        name = f"f_{f.id}"
        w.line(f"P = {f.number}; m = n; I = -1" if self.recording else "I = -1")
        if f.condition is None:
            self._present(f, name)
            return
        with w.block(f"if not ({self.expr.emit(f.condition)}):"):
            w.line(f"self.{name} = None")
        with w.block("else:"):
            self._present(f, name)

    def _present(self, f: Field, name: str) -> None:
        w = self.writer
        if f.number not in self.placed:
            self._value(f, name)
            return
        if isinstance(f.read, BitsRead):
            w.line(f"begin = io.bit_offset({f.read.endian is Endian.LITTLE}) >> 3")
        else:
            w.line("begin = io.pos")
        self._value(f, name)
        w.line(f"t.note(self, {f.number}, io, begin)")

    def _value(self, f: Field, name: str) -> None:
        w = self.writer
        if f.read is None:
            return
        if f.repeat is None:
            self._element(f, f.read, f"self.{name} = v", name)
            return
        if f.number in self.hot:
            LoopEmitter(self.program, w, self.expr, self.unpacker, self.iterator).emit(
                self.hot[f.number], name
            )
            return
        if self.recording:
            w.line("m = t.open(P, n, -1, -1, io, is_array=1)")
            if isinstance(f.read, BitsRead):
                w.line(f"t.start[m] = io.bit_offset({f.read.endian is Endian.LITTLE}) >> 3")
        w.line(f"self.{name} = a = []")
        match f.repeat.kind:
            case RepeatKind.COUNT:
                self._counted(f, f.read, f.repeat.expr, name)
            case RepeatKind.EOS:
                w.line("I = 0")
                with w.block("while not io.eof():"):
                    self._count_one()
                    self._element(f, f.read, "a.append(v)", name)
                    w.line("I += 1")
            case RepeatKind.UNTIL:
                w.line("I = 0")
                with w.block("while True:"):
                    self._count_one()
                    self._element(f, f.read, "a.append(v)", name)
                    until = self.expr.emit(f.repeat.expr) if f.repeat.expr is not None else "True"
                    w.line(f"if {until}: break")
                    w.line("I += 1")
        if self.recording:
            w.line("t.close(m, io.pos)")

    def _counted(self, f: Field, read: Read, count: ir.Expr | None, name: str) -> None:
        w = self.writer
        is_bits = isinstance(read, BitsRead)
        if not is_bits:
            w.line("io.left = 0")
        elif self.recording:
            w.line("A = (io, t.start[m])")
        w.line(f"c = {self.expr.emit(count) if count is not None else '0'}")
        w.line(f"fits = t.count(c, {self.minimums.of_read(read)}, io, m)")
        if self.recording:
            if is_bits:
                w.line("A = None")
            w.line("if fits < c: Q = t.mark(m)")
        with w.block("for I in range(fits):"):
            self._element(f, read, "a.append(v)", name)
        w.line("if fits < c and c > 0: raise " + ("Stop" if self.recording else "Reject"))

    def _count_one(self) -> None:
        if not self.recording:
            self.writer.line("t.add(1)")

    def _element(self, f: Field, read: Read, store: str, name: str) -> None:
        """Emit one element: `v` is its value, `k` its node, both stored and checked."""
        ReadEmitter(
            self.program, self.current, f, name, self.writer, self.expr, self.recording,
            self.traits, self.unpacker, self.watch,
        ).emit(read, store)  # fmt: skip
        tests: list[str] = []
        if self.recording and is_text(read):
            tests.append("bad is None")
        if isinstance(read, SwitchRead) and read.default is None:
            tests.append("v is not None")
        if not tests or not self._has_checks(f):
            self._checks(f, "k")
            return
        with self.writer.block(f"if {' and '.join(tests)}:"):
            self._checks(f, "k")

    def _has_checks(self, f: Field) -> bool:
        return any(not self.program.checks[number].deferred for number in f.checks)

    def _checks(self, f: Field, node: str) -> None:
        for number in f.checks:
            check = self.program.checks[number]
            if not check.deferred and check.condition is not None:
                self._verify().inline(check, node)

    # -- unpackers -----------------------------------------------------------------------

    def unpacker(self, code: str) -> str:
        """Return the name of a function that unpacks a `struct` format at an offset."""
        order = "l" if code[0] == "<" else "b"
        return self.unpackers.setdefault(code, f"u_{order}_{code[1:]}")

    def iterator(self, code: str) -> str:
        """Return the name of a function that unpacks a `struct` format again and again."""
        order = "l" if code[0] == "<" else "b"
        return self.iterators.setdefault(code, f"i_{order}_{code[1:]}")
