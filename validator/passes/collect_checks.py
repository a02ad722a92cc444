"""Every rule of a schema as a `Check`: contents, valid, reserved, `-checks` and the like."""

from __future__ import annotations

from dataclasses import field

from validator.dataclass import dataclass
from validator.findings import Severity, SourcePos
from validator.ir import expr as ir
from validator.ir.nodes import Check, CheckKind
from validator.ir.types import (
    BOOL,
    BYTES,
    INT,
    ArrayType,
    BoolType,
    BytesType,
    EnumType,
    FloatType,
    IntType,
    StrType,
    StructType,
    Type,
)
from validator.ir.walk import needs_contract
from validator.ksy.syntax import AttrSpec, CheckSpec, ChecksumSpec, ExprText, ValidSpec
from validator.passes.context import Context
from validator.passes.field_types import combine, describe
from validator.passes.infer_types import Typer
from validator.passes.operators import has_order
from validator.passes.world import StructDecl

RULE_OF_KIND = {
    CheckKind.CONTENTS: "magic-mismatch",
    CheckKind.EQ: "value-not-allowed",
    CheckKind.MIN: "value-out-of-range",
    CheckKind.MAX: "value-out-of-range",
    CheckKind.ANY_OF: "value-not-allowed",
    CheckKind.IN_ENUM: "value-not-in-enum",
    CheckKind.EXPR: "condition-failed",
    CheckKind.RESERVED: "reserved-nonzero",
    CheckKind.CHECK: "check-failed",
    CheckKind.UNIQUE: "duplicate-key",
    CheckKind.SORTED: "order-violated",
    CheckKind.REFERS_TO: "dangling-reference",
    CheckKind.CHECKSUM: "checksum-mismatch",
}

ZERO_SUMS = frozenset({"zsum8", "zsum16le", "zsum16be", "zsum32le", "zsum32be"})
"""Checksums that make a sum 0: they stand in the range themselves, and count as zero."""
INT_SUMS = ZERO_SUMS | {
    "crc32", "crc32c", "adler32", "sum8", "sum16", "sum32", "fletcher16", "fletcher32",
    "wsum16le", "wsum16be", "wsum32le", "wsum32be",
}  # fmt: skip
BYTE_SUMS = frozenset({"md5", "sha1", "sha256", "sha512"})


MAX_LISTED = 200_000
"""Members that all `valid/in-enum` of a schema list: a hostile one must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Collector:
    """Numbers the checks of a program as they are found; `counts` what their number may not say."""

    typer: Typer
    checks: list[Check] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def _add(
        self,
        kind: CheckKind,
        decl: StructDecl,
        number: int | None,
        pos: SourcePos,
        condition: ir.Expr | None,
        operands: tuple[ir.Expr, ...] = (),
        *,
        per_element: bool = False,
        message: tuple[str | ir.Expr, ...] = (),
        algorithm: str = "",
    ) -> int:
        parts = [p for p in (condition, *operands, *message) if p is not None]
        check = Check(
            len(self.checks), kind, RULE_OF_KIND[kind], decl.number, number, number,
            condition, operands, per_element,
            kind.value.startswith("-") and kind is not CheckKind.RESERVED,
            any(needs_contract(p) for p in parts if not isinstance(p, str)),
            Severity.ERROR, message, "", None, algorithm, pos,
        )  # fmt: skip
        self.checks.append(check)
        return check.number

    # -- one field -----------------------------------------------------------------------

    def field_checks(self, decl: StructDecl, attr: AttrSpec, kind: Type) -> tuple[int, ...]:
        """Return the numbers of all checks of a field, in order of evaluation.

        Args:
            decl: the type that holds the field.
            attr: the field.
            kind: its type, a list when it repeats.
        """
        number = decl.numbers[attr.id]
        element = kind.item if attr.repeat is not None and isinstance(kind, ArrayType) else kind
        item = ir.Item(0, element)
        repeated = attr.repeat is not None
        made: list[int] = []
        if attr.contents is not None:
            literal = ir.Lit(attr.contents, BYTES)
            made.append(
                self._value(CheckKind.CONTENTS, decl, number, attr.pos, item, literal, repeated)
            )
        if attr.valid is not None:
            made += self._valid(decl, number, attr.valid, item, repeated)
        if attr.reserved is not None:
            made += self._reserved(decl, number, attr.reserved, item, repeated)
        if attr.refers_to is not None:
            made += self._refers(decl, number, attr, item, repeated)
        made += self._list_checks(decl, number, attr, kind)
        if attr.checksum is not None:
            made += self._checksum(decl, number, attr, element)
        return tuple(made)

    def _value(
        self,
        kind: CheckKind,
        decl: StructDecl,
        number: int,
        pos: SourcePos,
        item: ir.Item,
        bound: ir.Expr,
        repeated: bool,
    ) -> int:
        op = {CheckKind.MIN: ">=", CheckKind.MAX: "<="}.get(kind, "==")
        condition = ir.Compare(op, item, bound, BOOL)
        return self._add(kind, decl, number, pos, condition, (bound,), per_element=repeated)

    def _operand(self, text: ExprText, decl: StructDecl, item: ir.Item) -> ir.Expr | None:
        value = self.typer.expression(text, Context(decl))
        if value is None:
            return None
        if combine(value.type, item.type) is None:
            self.typer.world.report(
                "type-mismatch", "value can never be compared with the field", text.pos,
                expected=describe(self.typer.world, item.type),
                found=describe(self.typer.world, value.type),
            )  # fmt: skip
            return None
        return value

    def _valid(
        self, decl: StructDecl, number: int, valid: ValidSpec, item: ir.Item, repeated: bool
    ) -> list[int]:
        made: list[int] = []
        bounds = ((CheckKind.EQ, valid.eq), (CheckKind.MIN, valid.min), (CheckKind.MAX, valid.max))
        for kind, text in bounds:
            bound = self._operand(text, decl, item) if text is not None else None
            if bound is None or text is None:
                continue
            if kind is not CheckKind.EQ and not has_order(item.type):
                self.typer.world.report(
                    "type-mismatch", f"{kind.value} needs values that have an order", text.pos,
                    expected="numbers, strings or byte strings",
                    found=describe(self.typer.world, item.type),
                )  # fmt: skip
                continue
            made.append(self._value(kind, decl, number, text.pos, item, bound, repeated))
        if valid.any_of:
            values = [self._operand(text, decl, item) for text in valid.any_of]
            items = tuple(value for value in values if value is not None)
            condition = ir.OneOf(item, items, BOOL)
            made.append(
                self._add(CheckKind.ANY_OF, decl, number, valid.pos, condition, items,
                          per_element=repeated)
            )  # fmt: skip
        if valid.in_enum:
            made += self._in_enum(decl, number, valid, item, repeated)
        if valid.expr is not None:
            test = self.typer.expression(valid.expr, Context(decl, (item,)), "bool")
            if test is not None:
                wording = (f"condition `{valid.expr.text}` does not hold",)
                made.append(
                    self._add(CheckKind.EXPR, decl, number, valid.expr.pos, test,
                              per_element=repeated, message=wording)
                )  # fmt: skip
        return made

    def _in_enum(
        self, decl: StructDecl, number: int, valid: ValidSpec, item: ir.Item, repeated: bool
    ) -> list[int]:
        if not isinstance(item.type, EnumType):
            self.typer.world.report(
                "type-mismatch", "valid/in-enum needs a field with enum", valid.pos,
                expected="a field with enum", found=describe(self.typer.world, item.type),
            )  # fmt: skip
            return []
        enum = self.typer.world.enums[item.type.enum]
        self.counts["in-enum"] = self.counts.get("in-enum", 0) + len(enum.spec.members)
        if self.counts["in-enum"] > MAX_LISTED:
            self.typer.world.report(
                "schema-too-large", "valid/in-enum lists too many values together", valid.pos,
                expected=f"at most {MAX_LISTED} members of all enums checked",
            )  # fmt: skip
            return []
        members = tuple(ir.EnumLit(value, label, item.type) for value, label in enum.spec.members)
        condition = ir.OneOf(item, members, BOOL)
        return [
            self._add(CheckKind.IN_ENUM, decl, number, valid.pos, condition, members,
                      per_element=repeated)
        ]  # fmt: skip

    def _reserved(
        self, decl: StructDecl, number: int, text: ExprText, item: ir.Item, repeated: bool
    ) -> list[int]:
        value = self.typer.expression(text, Context(decl, extended=True))
        if value is None:
            return []
        if needs_contract(value):
            self.typer.world.report(
                "type-mismatch", "a reserved value is the same for every consumer", text.pos,
                expected="a value without `contract`", hint="use `-checks`",
            )  # fmt: skip
            return []
        is_zero = isinstance(value, ir.Lit) and value.value == 0 and value.type == INT
        condition: ir.Expr
        if is_zero and isinstance(item.type, BytesType):
            zero = ir.Compare("==", ir.Item(1, IntType(1, False)), ir.Lit(0, INT), BOOL)
            condition = ir.Over("all", item, zero, 1, BOOL)
        elif is_zero and isinstance(item.type, BoolType):
            condition = ir.Unary("not", item, BOOL)
        elif is_zero and isinstance(item.type, EnumType):
            as_int = ir.Call("enum_to_i", (item,), INT)
            condition = ir.Compare("==", as_int, value, BOOL)
        else:
            bound = self._operand(text, decl, item)
            if bound is None:
                return []
            condition = ir.Compare("==", item, bound, BOOL)
        return [
            self._add(CheckKind.RESERVED, decl, number, text.pos, condition, (value,),
                      per_element=repeated)
        ]  # fmt: skip

    def _refers(
        self, decl: StructDecl, number: int, attr: AttrSpec, item: ir.Item, repeated: bool
    ) -> list[int]:
        spec = attr.refers_to
        if spec is None:
            return []
        context = Context(decl, extended=True)
        table = self.typer.expression(spec.table, context, "array")
        if table is None or not isinstance(table.type, ArrayType):
            return []
        element = ir.Item(1, table.type.item)
        key: ir.Expr | None = element
        if spec.key is not None:
            key = self.typer.expression(spec.key, Context(decl, (element,), extended=True))
        if key is None:
            return []
        if combine(key.type, item.type) is None:
            self.typer.world.report(
                "type-mismatch", "key can never be equal to the field", spec.pos,
                expected=describe(self.typer.world, item.type),
                found=describe(self.typer.world, key.type),
            )  # fmt: skip
            return []
        return [
            self._add(CheckKind.REFERS_TO, decl, number, spec.pos, None, (table, key),
                      per_element=repeated)
        ]  # fmt: skip

    def _list_checks(self, decl: StructDecl, number: int, attr: AttrSpec, kind: Type) -> list[int]:
        made: list[int] = []
        for spec, check, order in (
            (attr.unique, CheckKind.UNIQUE, ""),
            (attr.sorted, CheckKind.SORTED, attr.sorted.order if attr.sorted else ""),
        ):
            if spec is None:
                continue
            if not isinstance(kind, ArrayType):
                self.typer.world.report(
                    "type-mismatch", f"`{check.value}` needs a repeated field", spec.pos,
                    expected="a field with repeat", found=describe(self.typer.world, kind),
                )  # fmt: skip
                continue
            element = ir.Item(1, kind.item)
            key: ir.Expr | None = element
            if spec.key is not None:
                key = self.typer.expression(spec.key, Context(decl, (element,), extended=True))
            if key is None:
                continue
            if not isinstance(key.type, IntType | FloatType | StrType | BytesType | EnumType):
                self.typer.world.report(
                    "type-mismatch", f"`{check.value}` needs keys that can be compared", spec.pos,
                    expected="integers, strings or byte strings",
                    found=describe(self.typer.world, key.type),
                    hint="give a key expression over _",
                )  # fmt: skip
                continue
            made.append(self._add(check, decl, number, spec.pos, None, (key,), algorithm=order))
        return made

    def _checksum(self, decl: StructDecl, number: int, attr: AttrSpec, element: Type) -> list[int]:
        spec = attr.checksum
        if spec is None or not self._can_hold_sum(spec, attr, element):
            return []
        name = spec.algorithm.text
        context = Context(decl, extended=True)
        this = ir.SelfRef(StructType(decl.number))
        root = ir.RootOf(this, StructType(decl.top.number))
        ends: list[ir.Expr | None] = [
            self.typer.expression(spec.start, context, "int") if spec.start else ir.Lit(0, INT),
            self.typer.expression(spec.end, context, "int")
            if spec.end
            else ir.StreamAttr(ir.StreamOf(root), "size", INT),
        ]
        for start, end in spec.zero:
            ends.append(self.typer.expression(start, context, "int"))
            ends.append(self.typer.expression(end, context, "int"))
        if name in ZERO_SUMS:
            this_field = ir.FieldGet(this, number, False, element)
            ends += [ir.SpanOf(this_field, False), ir.SpanOf(this_field, True)]
        operands = tuple(end for end in ends if end is not None)
        if len(operands) != len(ends):
            return []
        return [
            self._add(CheckKind.CHECKSUM, decl, number, spec.pos, None, operands, algorithm=name)
        ]

    def _can_hold_sum(self, spec: ChecksumSpec, attr: AttrSpec, element: Type) -> bool:
        """Whether the algorithm is known and fits its field; reports it otherwise."""
        report, name = self.typer.world.report, spec.algorithm.text
        known = INT_SUMS | BYTE_SUMS
        if name not in known:
            report(
                "invalid-value", "checksum algorithm is not known", spec.algorithm.pos,
                expected="one of " + ", ".join(sorted(known)), found=name,
                near=(name, known),
            )  # fmt: skip
            return False
        if not isinstance(element, IntType if name in INT_SUMS else BytesType):
            report(
                "type-mismatch", f"{name} does not fit the field", spec.pos,
                expected="an integer" if name in INT_SUMS else "a byte string",
                found=describe(self.typer.world, element),
            )  # fmt: skip
            return False
        if attr.repeat is not None:
            report(
                "type-mismatch", "a list has no single checksum", spec.pos,
                expected="a field without repeat", found=f"{attr.id}, which repeats",
            )  # fmt: skip
            return False
        if name in ZERO_SUMS and attr.value is not None:
            report(
                "type-mismatch", f"{name} needs a field that stands in its range", spec.pos,
                expected="a field of seq, or an instance that is read",
                found=f"{attr.id}, which is computed",
            )  # fmt: skip
            return False
        return True

    # -- one type ------------------------------------------------------------------------

    def type_checks(self, decl: StructDecl) -> tuple[int, ...]:
        """Return the numbers of a type's `-checks`."""
        made: list[int] = []
        for spec in decl.spec.checks:
            number = self._check(decl, spec)
            if number is not None:
                made.append(number)
        return tuple(made)

    def _check(self, decl: StructDecl, spec: CheckSpec) -> int | None:
        context = Context(decl, extended=True)
        condition = self.typer.expression(spec.expr, context, "bool")
        message: list[str | ir.Expr] = []
        for part in spec.message:
            value = part if isinstance(part, str) else self.typer.expression(part, context)
            if value is not None:
                message.append(value)
        at = decl.numbers.get(spec.at.text) if spec.at else None
        if condition is None:
            return None
        parts = [condition, *(part for part in message if not isinstance(part, str))]
        text = tuple(message) or (f"condition `{spec.expr.text}` does not hold",)
        check = Check(
            len(self.checks), CheckKind.CHECK, spec.id or "check-failed", decl.number, None, at,
            condition, (), False, True, any(needs_contract(part) for part in parts),
            Severity(spec.severity), text, spec.help, spec.cwe, "", spec.pos,
        )  # fmt: skip
        self.checks.append(check)
        return check.number
