"""Generated makers: one class a type, which chooses where a reader reads.

Comes in: a Program. Goes out: a module. It holds the classes of the checking reader, and for each
a subclass with `_make`, which walks the type in reading order, chooses values and appends bytes.
What follows from values that come later is a hole; instances wait until their stream is complete.
What is complete already is read by the reader's own code.
"""

from __future__ import annotations

from dataclasses import field

from validator.backends.python.hot import spanned_fields
from validator.backends.python.reader import emit_plain_reader
from validator.backends.python.traits import traits_of
from validator.backends.strategies.asking import tables_of
from validator.backends.strategies.guessing import guessed, laid_out
from validator.backends.strategies.instances import InstanceEmitter
from validator.backends.strategies.leaves import LeafEmitter
from validator.backends.strategies.lists import ListEmitter, first_item
from validator.backends.strategies.objects import ObjectEmitter
from validator.backends.strategies.rules import Rule
from validator.backends.strategies.speech import Speech, rewrite
from validator.backends.strategies.survey import Survey
from validator.backends.strategies.text_leaves import TextEmitter
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Endian,
    Field,
    FieldKind,
    NumberRead,
    Program,
    Read,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)
from validator.ir.overlap import Jump, jumps_of

_HEADER = """
from validator.backends.strategies.domain import Domain, Part, number_domain
from validator.backends.strategies.making import TROUBLE, Made, digits, over, pack_process, some_of
from validator.backends.strategies.streams import OPEN, Futile, Miss, Out, Unsettled


def kin(value, wanted):
    if not isinstance(value, wanted):
        raise DataFault("expression-failed", -1, 0, "the object is absent, or of another type")
    return value

"""

_WIDTHS = {"b": 1, "h": 2, "i": 4, "q": 8, "f": 4, "d": 8}
"""Bytes of numbers by their struct codes."""


def emit_maker(
    survey: Survey,
    *,
    is_steered: bool = False,
    given: frozenset[int] = frozenset(),
    is_loose: bool = False,
) -> str:
    """Return the source of the maker of a program.

    Args:
        survey: what is known of its fields.
        is_steered: every number asks `Maker.some`, so that somebody else can choose.
        given: fields whose values somebody else chooses, whatever the rules say.
        is_loose: the check of `Maker.off` is not looked at.
    Returns:
        A module with `make(t)`; `t` is a `Maker`. It raises when nothing fits.
    """
    return (
        emit_plain_reader(survey.program)
        + MakerEmitter(survey, is_steered, given, is_loose).module()
    )


# house: loose-dataclass - the maker is emitted type by type
@dataclass(slots=True)
class MakerEmitter:
    """Emits the makers of one program.

    Attributes:
        survey, is_steered, given, is_loose: see `emit_maker`.
        writer: where methods go; `constants`: what stands before them.
        run: numbers that wait to be written by one call: (code, source, hole or "").
        order: byte order of the run, "" while it has only single bytes.
    """

    survey: Survey
    is_steered: bool
    given: frozenset[int] = frozenset()
    is_loose: bool = False
    writer: Writer = field(default_factory=Writer)
    constants: dict[str, str] = field(default_factory=dict)
    run: list[tuple[str, str, str]] = field(default_factory=list)
    order: str = ""
    current: Struct = field(init=False)
    placed: frozenset[int] = field(init=False)
    jumps: dict[int, Jump] = field(init=False)

    def __post_init__(self) -> None:
        self.current = self.survey.program.structs[0]
        self.placed = spanned_fields(self.survey.program)
        self.jumps = jumps_of(self.survey.program)

    @property
    def program(self) -> Program:
        """The program."""
        return self.survey.program

    @property
    def speech(self) -> Speech:
        """What emits expressions in the context of the object that is made."""
        return self.survey.speech

    def module(self) -> str:
        """Return the source of the classes and of `make`."""
        for struct in self.program.structs:
            self._struct(struct)
        self._entry()
        head = [_HEADER, *(f"{name} = {source}" for name, source in self.constants.items()), ""]
        return "\n".join(head) + self.writer.text()

    def constant(self, name: str, source: str) -> str:
        """Return a name for a value of the module."""
        self.constants[name] = source
        return name

    def _entry(self) -> None:
        w = self.writer
        with w.block("def make(t):"):
            w.line("o = M0(t, t.root, None, None, 0, None, None, -1, -1)")
            w.line("t.top = o")
            w.line("t.expect(o, TABLES)")
            w.lines("o._make()", "t.end_stream(t.root)")
            w.line("return o")

        self.constant("TABLES", "{" + "".join(tables_of(self)) + "}")

    # -- one type ------------------------------------------------------------------------

    def _struct(self, struct: Struct) -> None:
        w = self.writer
        self.current = struct
        lazy = struct.instances
        slots = ["_up", "_f", "_x", "_w", "_z"]
        for one in struct.fields:
            slots += [self.key_name(rule) for rule in self.survey.rules.keys.get(one.number, ())]
        w.line()
        with w.block(f"class M{struct.number}(Made, S{struct.number}):  # {struct.name}"):
            w.line("__slots__ = (" + "".join(f"{slot!r}, " for slot in dict.fromkeys(slots)) + ")")
            w.line("_own = (" + "".join(f"'f_{one.id}', " for one in struct.seq) + ")")
            w.line("_lazy_names = (" + "".join(f"'_v_{one.id}', " for one in lazy) + ")")
            self._init(struct)
            with w.block("def _make(self):"):
                self._body(struct)
            for one in lazy:
                InstanceEmitter(self, one).instance()

    def _init(self, struct: Struct) -> None:
        w = self.writer
        with w.block("def __init__(self, t, io, p, r, d, le, up, f, x):"):
            w.line("t.nodes = self._n = t.nodes + 1")
            w.line("self._t = t; self._io = io; self._p = p; self._r = self if r is None else r")
            w.line("self._d = d; self._le = le; self._up = up; self._f = f; self._x = x")
            w.line("self._w = self._z = None")
            if traits_of(self.program).pointed:
                w.line("self._h = up; self._i = None")
            if struct.instances:
                names = "".join(f"self._v_{one.id} = " for one in struct.instances)
                w.line(f"{names}UNMADE")

    def _body(self, struct: Struct) -> None:
        w = self.writer
        w.line("t = self._t; io = self._io; b = io.data; N = t.next; I = -1")
        for number, (condition, is_little) in enumerate(struct.endian_cases):
            test = self.speech.emit(condition) if condition is not None else "True"
            w.line(f"{'el' if number else ''}if {test}: self._le = {is_little}")
        if struct.endian_cases and struct.endian_cases[-1][0] is not None:
            w.line("else: raise Futile('no byte order')")
        was_bits = False
        for one in struct.seq:
            is_bits = isinstance(one.read, BitsRead)
            if was_bits and not is_bits:
                w.line("io.left = 0")
            was_bits = is_bits
            self._field(one)
        self.flush()
        for one in struct.instances:
            if one.kind is FieldKind.INSTANCE:
                w.line(f"t.wait(self, {one.id!r})")
        for rule in self.survey.rules.ends.get(struct.number, ()):
            self._asked(rule, "None", "its instances")

    # -- one field -----------------------------------------------------------------------

    def _field(self, one: Field) -> None:
        w = self.writer
        name = f"self.f_{one.id}"
        if one.condition is None:
            self.placed_value(one, name)
            return
        self.flush()
        with w.block(f"if not ({laid_out(self.survey, one.condition)}):"):
            w.line(f"{name} = None")
        with w.block("else:"):
            self.placed_value(one, name)
            self.flush()

    def placed_value(self, one: Field, name: str) -> None:
        """Emit making a field, and taking down where it stands if somebody asks for that."""
        w = self.writer
        if one.number not in self.placed:
            self.value(one, name)
            return
        self.flush()
        if isinstance(one.read, BitsRead):
            little = one.read.endian is Endian.LITTLE
            w.line(f"begin = io.bit_place(is_little={little}) >> 3")
        else:
            w.line("begin = len(b)")
        self.value(one, name)
        self.flush()
        w.line(f"t.spot(self, {one.number}, io, begin)")

    def value(self, one: Field, name: str) -> None:
        """Emit making a field, all its elements, and storing it."""
        if one.read is None:
            return
        if one.repeat is None:
            self.one(one, one.read, name)
        else:
            self.flush()
            ListEmitter(self, one).list(one.read, name)
        if one.repeat is not None and one.number in self.survey.awaited:
            w = self.writer
            w.line(f"if t.pending: t.arrived(self, {name.removeprefix('self.')!r})")
        self._behind(one, name)

    def one(self, one: Field, read: Read, name: str) -> None:
        """Emit making one value and storing it."""
        match read:
            case NumberRead() | BitsRead():
                LeafEmitter(self, one).number(read, name)
            case BytesRead() | StrRead():
                self.flush()
                TextEmitter(self, one).text(read, name)
            case StructRead():
                self.flush()
                ObjectEmitter(self, one).object(read, name)
            case SwitchRead():
                self.flush()
                self._switch(one, read, name)

    def _switch(self, one: Field, read: SwitchRead, name: str) -> None:
        w = self.writer
        w.line(f"on = {laid_out(self.survey, read.on)}")
        word = "if"
        for case, inner in read.cases:
            with w.block(f"{word} on == {self.speech.emit(case)}:"):
                self.one(one, inner, name)
                self.flush()
            word = "elif"
        with w.block("else:") if read.cases else w.block("if True:"):
            if read.default is not None:
                self.one(one, read.default, name)
                self.flush()
            else:
                w.line("v = None")
                if name:
                    w.line(f"{name} = None")

    def _behind(self, one: Field, name: str) -> None:
        """Emit conditions that are looked at when a field was made."""
        for rule in self.survey.rules.behind.get(one.number, ()):
            self.flush()
            self._asked(rule, name, one.id)

    def _asked(self, rule: Rule, value: str, what: str) -> None:
        w = self.writer
        with w.block("try:"):
            w.lines(f"v = {value}", f"ok = {self.condition(rule)}")
        with w.block("except TROUBLE:"):
            w.line(f"ok = t.passes((lambda v: {self.condition(rule)},), v); t.fresh = -1")
        w.line(f"if not ok: raise Miss('a condition behind {what}')")

    # -- lists ---------------------------------------------------------------------------

    def key_name(self, rule: Rule) -> str:
        """Return the attribute that keeps the keys of a list, or the last one."""
        return f"_{'k' if rule.kind == 'unique' else 's'}{rule.array}"

    # -- rules ---------------------------------------------------------------------------

    def condition(self, rule: Rule) -> str:
        """Return the source of whether a rule holds."""
        if rule.kind == "holds":
            source = self.speech.emit(rule.expr)
            if rule.contract:
                source = f"all({source} for C in t.contracts)"
        else:
            is_inside = bool(rule.route)
            key = self.speech.emit(rule.expr if is_inside else rewrite(rule.expr, first_item))
            kept = "self" + "._up" * len(rule.route) + "." + self.key_name(rule)
            if rule.kind == "unique":
                source = f"({key} not in {kept})"
            else:
                source = f"t.follows({kept}, {key}, {rule.order!r})"
        if rule.until >= 0:
            holder = "self" + "._up" * (len(rule.route) - 1)
            source = f"({holder}._w is None or bool({source}) is {holder}._w)"
        if rule.only.endswith("here"):
            source = f"(I != {'0' if rule.only.startswith('first') else 'c - 1'} or {source})"
        elif rule.only:
            holder = "self" + "._up" * (len(rule.route) - 1)
            test = f"{holder}._x != 0" if rule.only == "first" else f"{holder}._z is False"
            source = f"({test} or {source})"
        source = self.unsettled(rule) + source
        if self.is_loose and rule.check >= 0:
            source = f"t.off == {rule.check} or {source}"
        guard = "".join(
            f"self{'._up' * level}._f != {number} or " for level, number in enumerate(rule.route)
        )
        return f"({guard}{source})" if " or " in guard + source else source

    def unsettled(self, rule: Rule) -> str:
        """Return the source of whether a rule sees what is only a guess yet."""
        found = dict.fromkeys(guessed(self.survey, self.speech, rule.expr, set()))
        return "".join(f"t.opens({owner}, {number}) or " for owner, number in found)

    # -- runs of numbers -----------------------------------------------------------------

    def add(self, order: str, code: str, source: str, hole: str = "") -> None:
        """Let a number wait to be written together with its neighbors."""
        if self.run and order and self.order and order != self.order:
            self.flush()
        self.run.append((code, source, hole))
        self.order = self.order or order

    def pending_bytes(self) -> int:
        """Return how many bytes wait to be written."""
        return sum(_WIDTHS[code.lower()] for code, _, _ in self.run)

    def flush(self) -> None:
        """Emit writing the numbers that wait."""
        if not self.run:
            return
        w = self.writer
        at = 0
        for code, _, hole in self.run:
            if hole:
                w.line(f"if {hole} is not None: {hole}.place(b, len(b) + {at})")
            at += _WIDTHS[code.lower()]
        codes = "".join(code for code, _, _ in self.run)
        values = ", ".join(source for _, source, _ in self.run)
        w.line(f"b += {self.packer(self.order, codes)}({values})")
        self.run.clear()
        self.order = ""

    def packer(self, order: str, codes: str) -> str:
        """Return the name of what packs numbers."""
        if order == "?":
            return f"({self.packer('<', codes)} if self._le else {self.packer('>', codes)})"
        order = order or "<"
        name = f"p_{'l' if order == '<' else 'b'}_{codes}"
        return self.constant(name, f"_S({order + codes!r}).pack")

    # -- holes ---------------------------------------------------------------------------

    def ways(self, expr: ir.Expr | None, wanted: str, among: set[int] | None = None) -> str:
        """Return the source of the holes that give an expression a value."""
        if expr is None:
            return "()"
        holes = self.survey.holes if among is None else among
        found = [
            f"({way.owner}, {way.field}, {way.value})"
            for way in self.survey.inverter.ways(self.speech, expr, wanted)
            if way.field in holes
        ]
        return "(" + "".join(part + ", " for part in dict.fromkeys(found)) + ")"
