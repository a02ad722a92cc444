"""What the official parser and ours must have in common, and the differences that are meant.

Both read a file; then one of these holds: the values are equal; both refuse; or a difference of
`DIFFERENCES` explains it, each of which points at the page that documents it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from official_values import Official, read_official
from readers import Contract, frozen

from validator.backends.construct import Reading, SchemaConstruct, compile_construct, read
from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    CheckKind,
    Extent,
    Program,
    Read,
    StrRead,
    StructRead,
    SwitchRead,
)

EXTENSIONS = {
    CheckKind.RESERVED, CheckKind.CHECK, CheckKind.UNIQUE, CheckKind.SORTED, CheckKind.REFERS_TO,
    CheckKind.CHECKSUM,
}  # fmt: skip
"""Checks of `-` keys, which Kaitai ignores."""
ENDS = {"unexpected-eof", "position-outside-stream", "count-exceeds-remaining", "size-invalid",
        "terminator-missing"}  # fmt: skip
VALIDATIONS = {"value-not-allowed", "value-out-of-range", "value-not-in-enum", "condition-failed",
               "magic-mismatch"}  # fmt: skip
FITTING = {
    "EndOfStreamError": ENDS,
    "NoTerminatorFoundError": ENDS,
    "InvalidArgumentError": ENDS,
    "UndecidedEndiannessError": {"endianness-undecided"},
    "UnicodeDecodeError": {"encoding-invalid", "expression-failed"},
    "Unbounded": {"cyclic-reference", "budget-exceeded"},
    "RecursionError": {"cyclic-reference", "budget-exceeded"},
    "ZeroDivisionError": {"expression-failed"},
    "error": {"processing-failed"},
    **{f"Validation{kind}Error": VALIDATIONS | {"expression-failed"}
       for kind in ("NotEqual", "LessThan", "GreaterThan", "NotAnyOf", "NotInEnum", "Expr")},
}  # fmt: skip
"""Error of the official run-time -> rules of ours, one of which must have been broken, too."""
HIDING = {"count-exceeds-remaining"}
"""Rules that make our readers keep silent about what is found inside (docs/semantics.md, 13)."""


@dataclass(frozen=True)
class Meeting:
    """One file, read by both."""

    program: Program
    ours: Reading
    official: Official

    @property
    def read_rules(self) -> set[str]:
        """Rules broken, those of `-` keys left out."""
        return {f.rule for f in self.ours.failures if not self._is_extension(f.check)}

    def _is_extension(self, check: int | None) -> bool:
        return check is not None and self.program.checks[check].kind in EXTENSIONS

    @property
    def reasons(self) -> set[str]:
        """Texts of the expressions that failed outside of `-` keys."""
        return {
            f.message for f in self.ours.failures
            if f.rule == "expression-failed" and not self._is_extension(f.check)
        }  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A difference that is meant.

    Attributes:
        name: what the difference is.
        place: number of the paragraph of docs/semantics.md that says so.
        explains: whether it explains a meeting.
    """

    name: str
    place: int
    explains: Callable[[Meeting], bool]


@dataclass(frozen=True)
class Outcome:
    """`kind` is `equal`, `both refuse`, `not asked`, a difference's name, or `unexplained`."""

    kind: str
    detail: str = ""


_SCHEMAS: dict[int, tuple[Program, SchemaConstruct]] = {}
"""By identity, which the Program beside it keeps: to hash one takes long."""


def _schema(program: Program) -> SchemaConstruct:
    if id(program) not in _SCHEMAS:
        _SCHEMAS[id(program)] = program, compile_construct(program)
    return _SCHEMAS[id(program)][1]


def meet(program: Program, parser: Any, data: bytes, contracts: Sequence[Contract] = ()) -> Outcome:
    """Read a file with both and say how they stand to one another."""
    ours = read(_schema(program), data, contracts)
    if any(failure.rule == "budget-exceeded" for failure in ours.failures):
        return Outcome("not asked", "a budget ended reading, the official run-time has none")
    meeting = Meeting(program, ours, read_official(program, parser, data))
    kind = _kind(meeting)
    if kind:
        return Outcome(kind)
    for difference in DIFFERENCES:
        if difference.explains(meeting):
            return Outcome(difference.name)
    return Outcome("unexplained", _describe(meeting))


def _kind(meeting: Meeting) -> str:
    error, rules = meeting.official.error, meeting.read_rules
    if error is None and not rules:
        return "equal" if frozen(meeting.ours.values) == frozen(meeting.official.values) else ""
    if error is not None and rules:
        fitting = FITTING.get(type(error).__name__, {"expression-failed"})
        return "both refuse" if (fitting | HIDING) & rules else ""
    return ""


def _describe(meeting: Meeting) -> str:
    failures = [f"{f.rule}@{f.offset} {f.path}: {f.message}" for f in meeting.ours.failures[:4]]
    if meeting.official.error is None and not meeting.read_rules:
        return "; ".join(_unequal("", meeting.ours.values, meeting.official.values))
    error = meeting.official.error
    return f"ours {failures}, official {type(error).__name__}: {error}"[:600]


def _unequal(path: str, ours: Any, official: Any) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(official, dict):
        for name in {**ours, **official}:
            yield from _unequal(
                f"{path}.{name}", ours.get(name, "missing"), official.get(name, "missing")
            )
    elif isinstance(ours, list) and isinstance(official, list) and len(ours) == len(official):
        for number, (left, right) in enumerate(zip(ours, official, strict=True)):
            yield from _unequal(f"{path}[{number}]", left, right)
    elif frozen(ours) != frozen(official):
        yield f"{path}: ours {ours!r}, official {official!r}"[:300]


def reads_of(program: Program) -> Iterator[Read]:
    """Yield every read of a program, those inside switches included."""
    stack = [field.read for field in program.fields if field.read is not None]
    while stack:
        read_ = stack.pop()
        yield read_
        if isinstance(read_, SwitchRead):
            stack += [case for _, case in read_.cases]
            stack += [read_.default] if read_.default is not None else []


def _raises(meeting: Meeting, *names: str) -> bool:
    """Whether we accept what makes the official parser raise one of these."""
    error = meeting.official.error
    return not meeting.read_rules and type(error).__name__ in names


def _absent_is_a_value(meeting: Meeting) -> bool:
    error = meeting.official.error
    if not _raises(meeting, "AttributeError") or not isinstance(error, AttributeError):
        return False
    return any(field.nullable and field.id == error.name for field in meeting.program.fields)


def _file_has_parameters(meeting: Meeting) -> bool:
    error = meeting.official.error
    has_parameters = bool(meeting.program.structs[0].params)
    return has_parameters and isinstance(error, TypeError) and "positional argument" in str(error)


def _absent_element_counts(meeting: Meeting) -> bool:
    return not meeting.read_rules and any(
        field.repeat is not None and isinstance(field.read, SwitchRead)
        and field.read.default is None
        for field in meeting.program.fields
    )  # fmt: skip


def _sized_element_without_case(meeting: Meeting) -> bool:
    return _raises(meeting, "IndexError") and any(
        field.repeat is not None and isinstance(field.read, SwitchRead)
        and isinstance(field.read.default, BytesRead)
        for field in meeting.program.fields
    )  # fmt: skip


def _orders(program: Program) -> set[Any]:
    return {read_.endian for read_ in reads_of(program) if isinstance(read_, BitsRead)}


def _pending_bits(meeting: Meeting) -> bool:
    fields = meeting.program.fields
    return any(isinstance(field.read, BitsRead) for field in fields) and any(
        field.position is not None for field in fields
    )


def _field_after_bits(meeting: Meeting) -> bool:
    """Whether a field follows bits, and may begin without reading a byte by itself."""
    for struct in meeting.program.structs:
        for first, second in pairwise(struct.seq):
            is_late = second.repeat is not None or second.condition is not None
            is_late |= isinstance(second.read, SwitchRead)
            is_late |= isinstance(second.read, StructRead) and second.read.extent is None
            is_bits = isinstance(first.read, BitsRead), isinstance(second.read, BitsRead)
            if is_late and is_bits == (True, False):
                return True
    return False


def extents_of(program: Program) -> Iterator[Extent]:
    """Yield the extent of every read that has one."""
    for read_ in reads_of(program):
        if isinstance(read_, BytesRead | StrRead | StructRead) and read_.extent is not None:
            yield read_.extent


def _nothing_behind_the_end(meeting: Meeting) -> bool:
    if meeting.official.error is not None or meeting.read_rules != {"position-outside-stream"}:
        return False
    return any(e.to_end or not e.eos_error for e in extents_of(meeting.program))


def _rotates_by_more(meeting: Meeting) -> bool:
    """Whether a rotation by 8 or more bits is possible."""
    for extent in extents_of(meeting.program):
        if extent.process is not None and extent.process.name in ("rol", "ror"):
            amount = extent.process.args[0]
            if not isinstance(amount, ir.Lit) or not 0 <= int(amount.value) < 8:
                return meeting.official.error is None and not meeting.read_rules
    return False


def _bytes_behind_zlib(meeting: Meeting) -> bool:
    texts = {f.message for f in meeting.ours.failures if f.rule == "processing-failed"}
    return meeting.official.error is None and texts == {"bytes follow the zlib data"}


def _only_reasons(meeting: Meeting, *starts: str) -> bool:
    """Whether nothing but expressions failed, for these reasons, and the official one read all."""
    if meeting.official.error is not None or meeting.read_rules != {"expression-failed"}:
        return False
    return all(reason.startswith(starts) for reason in meeting.reasons)


DIFFERENCES = (
    Difference("an absent value may be passed on", 32, _absent_is_a_value),
    Difference("an element without a case is absent, and counts", 32, _absent_element_counts),
    Difference("elements without a case are bytes", 32, _sized_element_without_case),
    Difference("parameters of the file have no value", 32, _file_has_parameters),
    Difference("a change of bit order aligns", 21, lambda m: len(_orders(m.program)) > 1),
    Difference("a position keeps pending bits", 3, _pending_bits),
    Difference("a field after a bit field aligns", 21, _field_after_bits),
    Difference("nothing is read behind the end", 22, _nothing_behind_the_end),
    Difference("rotations are modulo 8", 24, _rotates_by_more),
    Difference("zlib data end where the raw bytes end", 24, _bytes_behind_zlib),
    Difference("subscripts below 0 fail", 30, lambda m: _only_reasons(m, "subscript -")),
    Difference("substrings lie inside", 30, lambda m: _only_reasons(m, "substring ")),
    Difference("numbers in text are digits alone", 31,
               lambda m: _only_reasons(m, "not a number")),
    Difference("shifts end at 4096 bits", 28, lambda m: _only_reasons(m, "shift by")),
    Difference("a cast to another type fails", 33, lambda m: _only_reasons(m, "the object is a")),
)  # fmt: skip
