"""What a finding says: headline, expected, found and hint for every kind of check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.check.read import BoundContract
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import (
    Check,
    CheckKind,
    Endian,
    Field,
    NumberRead,
    Program,
    Read,
    SwitchRead,
)
from validator.ir.types import EnumType, Type
from validator.ir.walk import walk
from validator.runtime.recorder import Failure

MAX_LISTED = 12
MAX_HEX = 16


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one finding."""

    message: str
    expected: str | None = None
    found: str | None = None
    hint: str | None = None


def show_value(program: Program, value: Any, kind: Type | None = None) -> str:
    """Return a value as the user writes it: ints decimal, enums by label, bytes as hex pairs.

    Args:
        program: where enum labels are looked up.
        value: an int, float, bool, str, bytes, None or list of these.
        kind: its type, to name enum members.
    """
    match value:
        case bool():
            return str(value).lower()
        case int() if isinstance(kind, EnumType):
            label = dict(program.enums[kind.enum].members).get(value)
            return f"{label} ({value})" if label else str(value)
        case bytes() | bytearray() | memoryview():
            return show_bytes(bytes(value))
        case str():
            return repr(value) if len(value) <= 80 else repr(value[:77]) + "…"
        case None:
            return "nothing"
        case list():
            inner = ", ".join(show_value(program, v) for v in value[:MAX_LISTED])
            return f"[{inner}{', …' if len(value) > MAX_LISTED else ''}]"
    return str(value)


def show_bytes(data: bytes) -> str:
    """Return bytes as hex pairs, at most 16, then the total."""
    shown = data[:MAX_HEX].hex(" ")
    return f"{shown} … ({len(data)} bytes)" if len(data) > MAX_HEX else shown or "no bytes"


def word_check(
    program: Program,
    check: Check,
    failure: Failure,
    raw: bytes,
    contract: BoundContract | None,
) -> Words:
    """Return the texts of a check that does not hold.

    Args:
        program: the schema.
        check: what does not hold.
        failure: value and operands as recorded.
        raw: the bytes of the value.
        contract: the contract concerned.
    """
    kind = _element_type(program, check)
    found = show_value(program, failure.value, kind)
    field = program.fields[check.field] if check.field is not None else None
    if field is not None and isinstance(failure.value, int):
        found += _as_bytes(field, raw)
    match check.kind:
        case CheckKind.CONTENTS:
            return _contents(check, bytes(failure.value))
        case CheckKind.EQ | CheckKind.RESERVED:
            expected = show_value(program, _first(failure.operands), kind)
            if check.kind is CheckKind.RESERVED:
                if _first(failure.operands) == 0 and isinstance(failure.value, bytes):
                    expected = "00 in every byte"
                return Words(f"reserved, must be {expected}", expected, found)
            hint = _swapped(field, failure.value, [_first(failure.operands)])
            return Words("not the required value", expected, found, hint)
        case CheckKind.MIN:
            bound = show_value(program, _first(failure.operands), kind)
            return Words("value is below the minimum", f"at least {bound}", found)
        case CheckKind.MAX:
            bound = show_value(program, _first(failure.operands), kind)
            return Words("value is above the maximum", f"at most {bound}", found)
        case CheckKind.ANY_OF | CheckKind.IN_ENUM:
            return _members(program, check, field, failure, found, kind)
        case CheckKind.EXPR:
            return Words(_text(check, failure), None, found)
        case CheckKind.CHECK:
            return _object_check(program, check, failure, contract)
    return _table_check(program, check, failure, found)


def _table_check(program: Program, check: Check, failure: Failure, found: str) -> Words:
    operand = _first(failure.operands)
    match check.kind:
        case CheckKind.UNIQUE:
            return Words(f"{found} occurs twice", "every key once", f"also in element {operand}")
        case CheckKind.SORTED:
            strict = check.algorithm.startswith("strict")
            falling = check.algorithm.endswith("descending")
            word = "less than" if falling else "more than"
            if not strict:
                word = "at most" if falling else "at least"
            before = show_value(program, operand)
            return Words("out of order", f"{word} {before}, the key before", found)
        case CheckKind.REFERS_TO:
            table = _table_name(program, check)
            return Words(
                f"no element of {table} has key {found}",
                f"one of the {operand} keys of {table}", found,
            )  # fmt: skip
    computed, start, end = failure.operands
    return Words(
        "checksum differs",
        f"{_checksum_text(computed)} ({check.algorithm} over {start:#x} to {end:#x})",
        _checksum_text(failure.value),
    )


def _contents(check: Check, found: bytes) -> Words:
    literal = check.operands[0]
    wanted = literal.value if isinstance(literal, ir.Lit) else b""
    expected = wanted if isinstance(wanted, bytes) else b""
    differs = next((i for i, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), 0)
    hint = None
    if b"\r\n" in expected and found.startswith(expected.replace(b"\r\n", b"\n")[: len(found)]):
        hint = "0d 0a became 0a: was the file copied in text mode?"
    elif found == expected[::-1]:
        hint = "the bytes are in reverse order: wrong byte order?"
    return Words(
        "wrong signature", show_bytes(expected),
        f"{show_bytes(found)} (differs from byte {differs})", hint,
    )  # fmt: skip


def _members(
    program: Program, check: Check, field: Field | None, failure: Failure, found: str, kind: Type
) -> Words:
    values = [item.value for item in check.operands if isinstance(item, ir.Lit | ir.EnumLit)]
    listed = [show_value(program, value, kind) for value in values[:MAX_LISTED]]
    if len(values) > MAX_LISTED:
        listed.append(f"… ({len(values)} in all)")
    message = "not a permitted value"
    if check.kind is CheckKind.IN_ENUM and isinstance(kind, EnumType):
        message = f"not a member of {program.enums[kind.enum].path[-1]}"
    hint = _swapped(field, failure.value, values)
    return Words(message, "one of " + ", ".join(listed) if listed else None, found, hint)


_AT = {
    "<=": "at most {}", "<": "less than {}", ">=": "at least {}", ">": "more than {}",
    "==": "{}", "!=": "anything but {}",
}  # fmt: skip


def _object_check(
    program: Program, check: Check, failure: Failure, contract: BoundContract | None
) -> Words:
    expected = found = None
    match check.condition:
        case ir.Compare(op=op, left=left, right=right) if len(failure.operands) == 2:
            expected = _AT[op].format(show_value(program, failure.operands[1], right.type))
            found = show_value(program, failure.operands[0], left.type)
    if contract is not None and check.condition is not None:
        source = _fact_source(check.condition, contract)
        text = f"contract {contract.name}" + (f": {source}" if source else "")
        expected = f"{expected} ({text})" if expected else f"what {text} supplies"
    return Words(_text(check, failure), expected, found)


def _fact_source(condition: ir.Expr, contract: BoundContract) -> str:
    for node in walk(condition):
        if isinstance(node, ir.Fact):
            told = [
                f"{path}, {text}"
                for path, text in contract.evidence.items()
                if path == node.name or path.startswith(node.name + ".")
            ]
            more = f" and {len(told) - 1} more" if len(told) > 1 else ""
            return (told[0] + more) if told else node.name
    return ""


def _text(check: Check, failure: Failure) -> str:
    if failure.message:
        return failure.message
    return "".join(part for part in check.message if isinstance(part, str)) or check.rule


def _first(operands: Sequence[Any]) -> Any:
    return operands[0] if operands else None


def _element_type(program: Program, check: Check) -> Type:
    for node in walk(check.condition) if check.condition is not None else ():
        if isinstance(node, ir.Item) and node.depth == 0:
            return node.type
    field = program.fields[check.field] if check.field is not None else None
    return field.type if field is not None else program.fields[0].type


def _table_name(program: Program, check: Check) -> str:
    table = check.operands[0]
    return program.fields[table.field].id if isinstance(table, ir.FieldGet) else "the table"


def _checksum_text(value: Any) -> str:
    return f"{value:#x}" if isinstance(value, int) else show_bytes(bytes(value))


def _number_read(read: Read | None) -> NumberRead | None:
    match read:
        case NumberRead():
            return read
        case SwitchRead(cases=cases):
            reads = {r for _, r in cases}
            only = next(iter(reads)) if len(reads) == 1 else None
            return only if isinstance(only, NumberRead) else None
    return None


def _as_bytes(field: Field, raw: bytes) -> str:
    read = _number_read(field.read)
    if read is None or read.primitive.width == 1 or len(raw) != read.primitive.width:
        return ""
    order = {Endian.LITTLE: ", little-endian", Endian.BIG: ", big-endian"}.get(read.endian, "")
    return f" (bytes {raw.hex(' ')}{order})"


def _swapped(field: Field | None, value: Any, allowed: Sequence[Any]) -> str | None:
    read = _number_read(field.read) if field is not None else None
    if read is None or not isinstance(value, int) or read.primitive.width == 1:
        return None
    width, signed = read.primitive.width, read.primitive.signed
    other = int.from_bytes(value.to_bytes(width, "big", signed=signed)[::-1], "big", signed=signed)
    if other not in allowed:
        return None
    order = "big" if read.endian is Endian.LITTLE else "little"
    return f"read {order}-endian it is {other}, which is permitted: wrong byte order?"
