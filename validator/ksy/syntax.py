"""What a .ksy file says, as written: frozen, with positions, no name resolved yet.

Expressions are parsed (see `Ast`) but not typed. `ksy.parse` makes these objects,
`passes` turn them into the Program.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.findings import SourcePos
from validator.ksy.origin import Origin

# -- expressions ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Place of an expression node inside its text: 0-based start and end, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IntAst:
    """Integer literal."""

    value: int
    span: Span


@dataclass(frozen=True, slots=True)
class FloatAst:
    """Floating-point literal."""

    value: float
    span: Span


@dataclass(frozen=True, slots=True)
class BoolAst:
    """`true` or `false`."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class StrAst:
    """String literal, escapes resolved, adjacent literals joined."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class FStrAst:
    """f-string: literal parts and expressions."""

    parts: tuple[str | Ast, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ListAst:
    """`[a, b]`."""

    items: tuple[Ast, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class NameAst:
    """A name: `len`, `_parent`, `_`."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class EnumAst:
    """`type::enum::label`; `names` has at least two parts. `is_absolute` for a leading `::`."""

    names: tuple[str, ...]
    is_absolute: bool
    span: Span


@dataclass(frozen=True, slots=True)
class MemberAst:
    """`object.name`."""

    object: Ast
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class CallAst:
    """`callee(args)`; callee is a `MemberAst` for methods, a `NameAst` for functions."""

    callee: Ast
    args: tuple[Ast, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SubscriptAst:
    """`array[index]`."""

    array: Ast
    index: Ast
    span: Span


@dataclass(frozen=True, slots=True)
class CastAst:
    """`object.as<type>`."""

    object: Ast
    type: TypeRef
    span: Span


@dataclass(frozen=True, slots=True)
class SizeOfAst:
    """`sizeof<type>` (bytes) or `bitsizeof<type>` (bits)."""

    type: TypeRef
    is_bits: bool
    span: Span


@dataclass(frozen=True, slots=True)
class UnaryAst:
    """`op` is `-`, `+`, `~` or `not`."""

    op: str
    operand: Ast
    span: Span


@dataclass(frozen=True, slots=True)
class BinaryAst:
    """`op` is one of `+ - * / % & | ^ << >> == != < <= > >= and or`."""

    op: str
    left: Ast
    right: Ast
    span: Span


@dataclass(frozen=True, slots=True)
class TernaryAst:
    """`condition ? then : otherwise`."""

    condition: Ast
    then: Ast
    otherwise: Ast
    span: Span


Ast = (
    IntAst
    | FloatAst
    | BoolAst
    | StrAst
    | FStrAst
    | ListAst
    | NameAst
    | EnumAst
    | MemberAst
    | CallAst
    | SubscriptAst
    | CastAst
    | SizeOfAst
    | UnaryAst
    | BinaryAst
    | TernaryAst
)


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type as named in an expression or parameter: `a::b`, `u4`, `bytes`, `str[]`."""

    names: tuple[str, ...]
    is_absolute: bool
    is_array: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ExprText:
    """A parsed expression, its text and the place where the text starts in the file.

    `is_block` tells that the scalar is quoted or a block, so that columns inside the text
    cannot be computed from `pos` alone; `origin` is then the range of the scalar in the file.
    """

    ast: Ast
    text: str
    pos: SourcePos
    is_block: bool = False
    origin: Origin | None = None

    def at(self, span: Span) -> SourcePos:
        """Return the place of a node of this expression."""
        if self.is_block:
            place = self.origin.place(self.text, span.start) if self.origin else None
            return SourcePos(self.pos.file, *place, self.pos.path) if place else self.pos
        return SourcePos(self.pos.file, self.pos.line, self.pos.column + span.start, self.pos.path)


# -- the file ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A text value with its place."""

    text: str
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class SwitchEndian:
    """`endian: {switch-on, cases}`; `cases` are (expression or None for `_`, is_little)."""

    on: ExprText
    cases: tuple[tuple[ExprText | None, bool], ...]
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class Meta:
    """`meta`; None where absent. `info` is (key, text) of what is there for people.

    `opaque_types` permits types that another file reads (`ks-opaque-types`).
    """

    id: Name | None
    title: str
    endian: str | SwitchEndian | None
    bit_endian: str | None
    encoding: Name | None
    imports: tuple[Name, ...]
    pos: SourcePos
    info: tuple[tuple[str, str], ...] = ()
    opaque_types: bool = False


@dataclass(frozen=True, slots=True)
class TypeUse:
    """A type as used by a field: `name(args)`; `names` like `("png", "chunk")`."""

    names: tuple[str, ...]
    is_absolute: bool
    args: tuple[ExprText, ...]
    text: str
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class SwitchUse:
    """`type: {switch-on, cases}`; a None key is the `_` default."""

    on: ExprText
    cases: tuple[tuple[ExprText | None, TypeUse], ...]
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """`process: name(args)`."""

    name: str
    args: tuple[ExprText, ...]
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class ValidSpec:
    """`valid`: exactly one of eq; min and/or max; any_of; in_enum; expr."""

    eq: ExprText | None
    min: ExprText | None
    max: ExprText | None
    any_of: tuple[ExprText, ...]
    in_enum: bool
    expr: ExprText | None
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class ChecksumSpec:
    """`-checksum`."""

    algorithm: Name
    start: ExprText | None
    end: ExprText | None
    zero: tuple[tuple[ExprText, ExprText], ...]
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class SortedSpec:
    """`-sorted`; `order` is `ascending`, `descending`, `strict-ascending`, `strict-descending`."""

    key: ExprText | None
    order: str
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class UniqueSpec:
    """`-unique`; key None means the elements themselves."""

    key: ExprText | None
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class RefersToSpec:
    """`-refers-to`."""

    table: ExprText
    key: ExprText | None
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """One entry of `-checks`; `message` has text and expressions."""

    id: str
    expr: ExprText
    message: tuple[str | ExprText, ...]
    at: Name | None
    severity: str
    help: str
    cwe: int | None
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class CoverageSpec:
    """`-coverage` of a field; no word and no value: nothing is asked. `all` stands for all."""

    words: tuple[Name, ...]
    values: tuple[ExprText, ...]
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class CombineSpec:
    """One entry of `-coverage` of a type; no field means all that have few values."""

    fields: tuple[Name, ...]
    strength: int
    where: ExprText | None
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class AttrSpec:
    """A seq field or an instance.

    `contents` is the bytes it must equal. `value` only for value instances, `pos_expr` and
    `io` only for parse instances. `encoding` and `terminator` etc. are None where absent.
    """

    id: str
    kind: str  # "seq" or "instance"
    type: TypeUse | SwitchUse | None
    size: ExprText | None
    size_eos: bool
    terminator: bytes | None
    consume: bool
    include: bool
    eos_error: bool
    pad_right: int | None
    encoding: Name | None
    contents: bytes | None
    process: ProcessUse | None
    enum: Name | None
    condition: ExprText | None
    repeat: str | None  # "eos", "expr", "until"
    repeat_expr: ExprText | None
    valid: ValidSpec | None
    value: ExprText | None
    pos_expr: ExprText | None
    io: ExprText | None
    parent: ExprText | None
    no_parent: bool
    checksum: ChecksumSpec | None
    unique: UniqueSpec | None
    sorted: SortedSpec | None
    refers_to: RefersToSpec | None
    reserved: ExprText | None
    defaults: tuple[ExprText, ...]
    overlap: bool
    doc: str
    pos: SourcePos
    doc_ref: tuple[str, ...] = ()
    coverage: CoverageSpec | None = None


@dataclass(frozen=True, slots=True)
class ParamSpec:
    """A parameter; `type` None means bytes. `enum` as for fields."""

    id: str
    type: TypeRef | None
    type_pos: SourcePos | None
    enum: Name | None
    doc: str
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class EnumSpec:
    """An enum: (value, label) in file order, and a text for people for each."""

    id: str
    members: tuple[tuple[int, str], ...]
    pos: SourcePos
    docs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """A type, the top one included; `types` and `enums` are nested declarations.

    `combine` is None without `-coverage`.
    """

    id: str
    meta: Meta
    params: tuple[ParamSpec, ...]
    seq: tuple[AttrSpec, ...]
    instances: tuple[AttrSpec, ...]
    types: tuple[TypeSpec, ...]
    enums: tuple[EnumSpec, ...]
    checks: tuple[CheckSpec, ...]
    to_string: ExprText | None
    doc: str
    pos: SourcePos
    doc_ref: tuple[str, ...] = ()
    combine: tuple[CombineSpec, ...] | None = None


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact of `-contract`; `type` as in docs/schema-language.md."""

    name: str
    type: str
    doc: str
    pos: SourcePos


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One .ksy file.

    `budget` maps the keys of `-budget` to counts; `gaps` and `overlaps` default to error.
    """

    top: TypeSpec
    facts: tuple[FactSpec, ...]
    budget: tuple[tuple[str, int], ...]
    gaps: str
    overlaps: str
    path: str
    text: str
