"""The Program: a schema after all passes, complete and frozen, read by every backend.

Numbers (`Struct.number`, `Field.number`, `Check.number`) index the tuples of `Program`.
Field order inside a struct is the order of the schema.
"""

from __future__ import annotations

from enum import Enum

from validator.dataclass import dataclass
from validator.findings import Severity, SourcePos
from validator.ir.expr import Expr
from validator.ir.primitives import Primitive
from validator.ir.types import Type


class Endian(Enum):
    """Byte order; `CALCULATED` means the object decides at run time (`Struct.endian_cases`)."""

    LITTLE = "le"
    BIG = "be"
    CALCULATED = "calc"


class FieldKind(Enum):
    """Where a field stands in its type."""

    SEQ = "seq"
    INSTANCE = "instance"
    VALUE = "value"
    PARAM = "param"


class CheckKind(Enum):
    """What a check came from; decides wording, repair and break, not the condition."""

    CONTENTS = "contents"
    EQ = "eq"
    MIN = "min"
    MAX = "max"
    ANY_OF = "any-of"
    IN_ENUM = "in-enum"
    EXPR = "expr"
    RESERVED = "-reserved"
    CHECK = "-checks"
    UNIQUE = "-unique"
    SORTED = "-sorted"
    REFERS_TO = "-refers-to"
    CHECKSUM = "-checksum"


@dataclass(frozen=True, slots=True)
class Process:
    """A transformation of bytes between reading and parsing.

    Attributes:
        name: `xor`, `rol`, `ror` or `zlib`.
        args: typed expressions: key (int or bytes) for xor, amount in bits for rol and ror.
    """

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many bytes a byte string, string or substream takes.

    Exactly one of: `size`; `to_end`; a `terminator` alone. With size or to_end, a terminator
    and `pad_right` cut the value inside the region.

    Attributes:
        size: expression, in bytes.
        to_end: up to the end of the stream (`size-eos`).
        terminator: the bytes that end the value; several only for `strz` of UTF-16 and UTF-32.
        include: the terminator belongs to the value.
        consume: the terminator is read past (unbounded only).
        eos_error: a missing terminator is an error (unbounded only).
        pad_right: padding byte stripped from the right, before the terminator search.
    """

    size: Expr | None = None
    to_end: bool = False
    terminator: bytes | None = None
    include: bool = False
    consume: bool = True
    eos_error: bool = True
    pad_right: int | None = None
    process: Process | None = None


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A fixed-width int or float; endian is LITTLE for one-byte primitives."""

    primitive: Primitive
    endian: Endian


@dataclass(frozen=True, slots=True)
class BitsRead:
    """An unsigned bit field of `width` bits (at least 1); `as_bool` for a plain `b1`."""

    width: int
    endian: Endian
    as_bool: bool


@dataclass(frozen=True, slots=True)
class BytesRead:
    """A byte string."""

    extent: Extent


@dataclass(frozen=True, slots=True)
class StrRead:
    """A text string; `encoding` is a Python codec name."""

    extent: Extent
    encoding: str


@dataclass(frozen=True, slots=True)
class StructRead:
    """An object of a user type.

    Attributes:
        struct: number of the struct.
        args: values of its parameters, in order.
        extent: its substream; None when it reads from the current stream.
        parent: expression for `_parent`; None means the object that holds the field.
        no_parent: `parent: false`, or a type imported from another file.
    """

    struct: int
    args: tuple[Expr, ...] = ()
    extent: Extent | None = None
    parent: Expr | None = None
    no_parent: bool = False


@dataclass(frozen=True, slots=True)
class SwitchRead:
    """One of several reads by value; first equal case wins, else `default`, else absent."""

    on: Expr
    cases: tuple[tuple[Expr, Read], ...]
    default: Read | None


Read = NumberRead | BitsRead | BytesRead | StrRead | StructRead | SwitchRead


class RepeatKind(Enum):
    """How often a field repeats."""

    EOS = "eos"
    COUNT = "expr"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition; `expr` is the count, or the condition over `Item(0)` that ends it."""

    kind: RepeatKind
    expr: Expr | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One condition that valid data meets.

    Attributes:
        number: index in `Program.checks`.
        rule: rule id shown in findings.
        struct: the struct in whose context expressions are evaluated.
        field: the field under check, `Item(0)` in the condition; None for `-checks`.
        at: the field a finding points at; None for the object itself.
        condition: bool expression that holds for valid data; None for UNIQUE, SORTED,
            REFERS_TO and CHECKSUM, which `operands` describe.
        operands: EQ, MIN, MAX: the bound; ANY_OF: the values; CONTENTS: the bytes;
            UNIQUE, SORTED: the key over `Item(1)` (or nothing); REFERS_TO: table, then
            key over `Item(1)`; CHECKSUM: start, end, then start, end of each range taken as
            zero (offsets in the file).
        per_element: for arrays, checked on every element rather than on the list.
        deferred: evaluated when the whole file has been read.
        needs_contract: evaluated once per contract.
        message: text parts and expressions; empty means the wording of its kind.
        algorithm: CHECKSUM: its name; SORTED: `ascending`, `descending` or with `strict-`.
    """

    number: int
    kind: CheckKind
    rule: str
    struct: int
    field: int | None
    at: int | None
    condition: Expr | None
    operands: tuple[Expr, ...]
    per_element: bool
    deferred: bool
    needs_contract: bool
    severity: Severity
    message: tuple[str | Expr, ...]
    help: str
    cwe: int | None
    algorithm: str
    source: SourcePos


@dataclass(frozen=True, slots=True)
class Coverage:
    """What `-coverage` of a field asks for; no word and no value: nothing.

    Attributes:
        words: value classes, in the order of the schema; `all` stands for every one.
        values: literals that must have occurred.
    """

    words: tuple[str, ...] = ()
    values: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Combination:
    """Fields whose values must have occurred together (`-coverage` of a type).

    Attributes:
        fields: their numbers; none stands for all that have few values.
        strength: how many of them are looked at together, at least 2.
        where: bool expression over these fields; other combinations are not asked for.
    """

    fields: tuple[int, ...]
    strength: int
    where: Expr | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A seq field, instance or parameter.

    Attributes:
        number: index in `Program.fields`; `Trace.place` uses it.
        id: name in the schema (`_unnamedN` when it has none).
        type: type of the value, an `ArrayType` when it repeats.
        read: how it is read; None for value instances and parameters.
        value: value instances: the expression.
        enum: number of the enum its ints are read through.
        nullable: the value may be absent.
        checks: numbers of its checks, in order of evaluation.
        defaults: values that mean "not used" (`-default`).
        target_check: number of its REFERS_TO check, or None.
        may_overlap: what it reads may be explained by other fields, too (`-overlap`).
        coverage: what must have been exercised (`-coverage`), None when nothing is said.
    """

    number: int
    struct: int
    id: str
    kind: FieldKind
    type: Type
    read: Read | None
    value: Expr | None
    condition: Expr | None
    repeat: Repeat | None
    position: Expr | None
    stream: Expr | None
    enum: int | None
    nullable: bool
    checks: tuple[int, ...]
    defaults: tuple[Expr, ...]
    target_check: int | None
    doc: str
    source: SourcePos
    may_overlap: bool = False
    doc_ref: tuple[str, ...] = ()
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Struct:
    """A type: its parameters, seq, instances and checks.

    Attributes:
        path: names from the top type down.
        parent: type of `_parent`; None when objects of it have none.
        root: number of the struct that `_root` is.
        endian_cases: CALCULATED byte order: (condition, is_little) pairs, evaluated in order
            on entry; a None condition is the default. Empty when fixed or inherited.
        endian_inherited: CALCULATED byte order comes from the parent.
        checks: numbers of its `-checks`.
        key: id of the fields that name an element in a difference, or "".
        combinations: what `-coverage` asks for, None when nothing is said.
    """

    number: int
    path: tuple[str, ...]
    params: tuple[Field, ...]
    seq: tuple[Field, ...]
    instances: tuple[Field, ...]
    checks: tuple[int, ...]
    parent: Type | None
    root: int
    endian_cases: tuple[tuple[Expr | None, bool], ...]
    endian_inherited: bool
    doc: str
    source: SourcePos
    doc_ref: tuple[str, ...] = ()
    combinations: tuple[Combination, ...] | None = None

    @property
    def name(self) -> str:
        """Full name, `top::inner`."""
        return "::".join(self.path)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Parameters, seq and instances, in this order."""
        return self.params + self.seq + self.instances


@dataclass(frozen=True, slots=True)
class EnumDef:
    """An enum: (value, label) pairs in the order of the schema.

    Attributes:
        docs: text for people, one per member, "" where there is none.
    """

    number: int
    path: tuple[str, ...]
    members: tuple[tuple[int, str], ...]
    docs: tuple[str, ...] = ()
    source: SourcePos | None = None

    @property
    def name(self) -> str:
        """Full name, `top::inner`."""
        return "::".join(self.path)


@dataclass(frozen=True, slots=True)
class FactDef:
    """A fact that the format needs from a contract."""

    name: str
    type: Type
    doc: str
    source: SourcePos


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of a reader; all counts.

    Attributes:
        file_size: bytes.
        nodes: values read, over the whole file.
        depth: nested objects.
        unpacked: bytes made by decompression, over the whole file.
    """

    file_size: int = 1 << 31
    nodes: int = 20_000_000
    depth: int = 64
    unpacked: int = 1 << 28


class Gaps(Enum):
    """What bytes that no field explains mean."""

    ERROR = "error"
    PADDING = "padding"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled schema; struct 0 is the file itself.

    Attributes:
        info: (key, text) of what `meta` says for people: application, license and so on.
        may_overlap: several fields may explain a byte (`-overlaps: allow`).
    """

    name: str
    title: str
    doc: str
    structs: tuple[Struct, ...]
    enums: tuple[EnumDef, ...]
    fields: tuple[Field, ...]
    checks: tuple[Check, ...]
    facts: tuple[FactDef, ...]
    budget: Budget
    gaps: Gaps
    sources: tuple[tuple[str, str], ...]
    digest: str
    info: tuple[tuple[str, str], ...] = ()
    may_overlap: bool = False
