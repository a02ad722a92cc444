"""What a field is and must be, in words: the texts that the documents share.

Comes in: parts of a Program. Goes out: plain text, and links to types as marked pieces. It
refuses to know how a document escapes or lays out.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.export.expr_text import expr_text, int_text, str_text
from validator.export.intervals import Range
from validator.export.layout import BYTE, Layouts, Place, Size
from validator.ir import expr as ir
from validator.ir import types as ty
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Check,
    CheckKind,
    Coverage,
    Endian,
    Extent,
    Field,
    FieldKind,
    NumberRead,
    Program,
    Read,
    RepeatKind,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.walk import walk

_SHOWN_BYTES = 32
_SHOWN_CASES = 12
_GROUPED = 10_000
_TO_THE_END = "to the end"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; with `struct` or `enum`, the name of that type or enum, to be linked."""

    text: str
    struct: int | None = None
    enum: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition on a field: a word for its kind, and the condition."""

    kind: CheckKind
    text: str
    check: Check


def plain(pieces: tuple[Piece, ...]) -> str:
    """Return the text of pieces without their links."""
    return "".join(piece.text for piece in pieces)


class Words:
    """Describes parts of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def expr(self, node: ir.Expr) -> str:
        """Return an expression as text."""
        return expr_text(self.program, node)

    def kind(self, field: Field) -> tuple[Piece, ...]:
        """Return what a field is: a built-in type, a declared one, a switch, a computed value."""
        if field.read is not None:
            pieces = self.read(field.read)
            if field.enum is not None:
                name = self.program.enums[field.enum].path[-1]
                pieces += (Piece(" as "), Piece(name, enum=field.enum))
            return pieces
        return self.value_type(field.type)

    def brief(self, field: Field) -> str:
        """Return type and repetition in one short text."""
        times = self.times(field)
        return plain(self.kind(field)) + (f" [{times}]" if times else "")

    def value_type(self, kind: ty.Type) -> tuple[Piece, ...]:
        """Return the type of a value."""
        match kind:
            case ty.IntType(width=int(width), signed=signed):
                return (Piece(f"{'s' if signed else 'u'}{width}"),)
            case ty.EnumType(enum=number):
                return (Piece(self.program.enums[number].path[-1], enum=number),)
            case ty.StructType(struct=number):
                return (Piece(self.program.structs[number].path[-1], struct=number),)
            case ty.ArrayType(item=item):
                return (Piece("list of "), *self.value_type(item))
            case ty.MapType(key=key, value=value):
                return (
                    Piece("map of "),
                    *self.value_type(key),
                    Piece(" to "),
                    *self.value_type(value),
                )
        words = {ty.AnyStructType: "any object", ty.AnyType: "any"}
        return (Piece(words.get(type(kind), type(kind).__name__.removesuffix("Type").lower())),)

    def read(self, read: Read) -> tuple[Piece, ...]:
        """Return what is read."""
        match read:
            case NumberRead(primitive=primitive, endian=endian):
                suffix = endian.value if primitive.width > 1 else ""
                return (Piece(primitive.name + ("" if endian is Endian.CALCULATED else suffix)),)
            case BitsRead(width=width, endian=endian, as_bool=as_bool):
                order = "le" if endian is Endian.LITTLE else ""
                return (Piece("bool" if as_bool else f"b{width}{order}"),)
            case BytesRead():
                return (Piece("bytes"),)
            case StrRead(encoding=encoding, extent=extent):
                is_zero = extent.terminator is not None and not any(extent.terminator)
                return (Piece(f"{'strz' if is_zero else 'str'} {encoding.upper()}"),)
            case StructRead(struct=number, args=args):
                name = Piece(self.program.structs[number].path[-1], struct=number)
                shown = ", ".join(self.expr(arg) for arg in args)
                return (name, Piece(f"({shown})")) if args else (name,)
            case SwitchRead(cases=cases, default=default):
                return self._switch(cases, default)
        raise TypeError(f"unknown read {type(read).__name__}")

    def _switch(
        self, cases: tuple[tuple[ir.Expr, Read], ...], default: Read | None
    ) -> tuple[Piece, ...]:
        reads = [read for _, read in cases] + ([default] if default is not None else [])
        found: dict[str, tuple[Piece, ...]] = {}
        for read in reads:
            pieces = self.read(read)
            found.setdefault(plain(pieces), pieces)
        out: list[Piece] = [Piece("one of ")] if len(found) > 1 else []
        for index, pieces in enumerate(found.values()):
            if index == _SHOWN_CASES:
                out.append(Piece(f", and {len(found) - index} more"))
                break
            out += [Piece(", ")] * (index > 0) + list(pieces)
        return tuple(out)

    def cases(self, field: Field) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """Return (value, type) of each case of a switch, the default as `otherwise`."""
        if not isinstance(field.read, SwitchRead):
            return ()
        rows = [(self.expr(key), self.read(read)) for key, read in field.read.cases]
        if field.read.default is not None:
            rows.append(("otherwise", self.read(field.read.default)))
        return tuple(rows)

    def length(self, place: Place) -> str:
        """Return how long a field is: bytes when that is constant, else what decides it."""
        if place.size.exact is not None:
            return size_text(place.size)
        read = place.field.read
        text = self._extent(read) or size_text(place.element)
        return f"{text} each" if place.field.repeat is not None else text

    def instance_length(self, field: Field, layouts: Layouts) -> str:
        """Return how long an instance is; "" when it is computed."""
        if field.read is None:
            return ""
        size = layouts.of_read(field.read)
        text = size_text(size)
        if size.exact is None:
            text = self._extent(field.read) or text
        return f"{text} each" if field.repeat is not None else text

    def reads_fact(self, node: ir.Expr, name: str) -> bool:
        """Whether an expression reads a contract fact."""
        return any(isinstance(part, ir.Fact) and part.name == name for part in walk(node))

    def _extent(self, read: Read | None) -> str:
        match read:
            case BytesRead(extent=extent) | StrRead(extent=extent):
                return self.extent(extent)
            case StructRead(extent=extent) if extent is not None:
                return self.extent(extent)
            case SwitchRead(cases=cases, default=default):
                reads = [inner for _, inner in cases] + [default]
                texts = {self._extent(inner) for inner in reads}
                return texts.pop() if len(texts) == 1 else ""
        return ""

    def extent(self, extent: Extent) -> str:
        """Return where a byte string, string or substream ends."""
        if extent.size is not None:
            match extent.size:
                case ir.Lit(value=int(value)):
                    return plural(value, "byte")
            return f"{self._operand(extent.size)} bytes"
        if extent.terminator is not None and not extent.to_end:
            end = "" if extent.eos_error else " or the end"
            return f"up to {extent.terminator.hex(' ')}{end}"
        return "to the end"

    def _operand(self, node: ir.Expr) -> str:
        text = self.expr(node)
        return f"({text})" if " " in text else text

    def times(self, field: Field) -> str:
        """Return how often a field repeats; "" when it does not."""
        if field.repeat is None:
            return ""
        match field.repeat.kind:
            case RepeatKind.COUNT if field.repeat.expr is not None:
                return f"{self._operand(field.repeat.expr)} times"
            case RepeatKind.UNTIL if field.repeat.expr is not None:
                return f"until {self.expr(field.repeat.expr)}"
        return _TO_THE_END

    def facts(self, field: Field) -> tuple[tuple[str, str], ...]:
        """Return (label, text) of how a field is read beyond type and length."""
        found: list[tuple[str, str]] = []
        if field.kind is FieldKind.VALUE and field.value is not None:
            found.append(("value", self.expr(field.value)))
        if field.condition is not None:
            found.append(("only if", self.expr(field.condition)))
        if field.repeat is not None:
            times = self.times(field)
            found.append((f"repeats {times}", "") if times == _TO_THE_END else ("repeats", times))
        if isinstance(field.read, SwitchRead):
            found.append(("chosen by", self.expr(field.read.on)))
        if field.position is not None:
            found.append(("at", self.expr(field.position)))
        if field.stream is not None:
            found.append(("in", self.expr(field.stream)))
        for extent in _extents(field.read):
            found += self._inside(extent)
        if field.defaults:
            found.append(("default", ", ".join(self.expr(value) for value in field.defaults)))
        if field.coverage is not None and field.coverage != Coverage():
            values = [self.expr(value) for value in field.coverage.values]
            found.append(("must be exercised", ", ".join([*field.coverage.words, *values])))
        return tuple(dict.fromkeys(found))

    def _inside(self, extent: Extent) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        if extent.terminator is not None and (extent.size is not None or extent.to_end):
            found.append(("cut at", extent.terminator.hex(" ")))
        if extent.pad_right is not None:
            found.append(("padded with", f"{extent.pad_right:02x}"))
        if extent.process is not None:
            args = ", ".join(self.expr(arg) for arg in extent.process.args)
            found.append(("process", extent.process.name + (f"({args})" if args else "")))
        return found

    def rules(self, field: Field) -> tuple[Rule, ...]:
        """Return the conditions on a field, `min` and `max` joined."""
        checks = [self.program.checks[number] for number in field.checks]
        found: list[Rule] = []
        for check in checks:
            last = found[-1] if found else None
            if check.kind is CheckKind.MAX and last is not None and last.kind is CheckKind.MIN:
                low, high = self.expr(last.check.operands[0]), self.expr(check.operands[0])
                found[-1] = Rule(CheckKind.MAX, f"{low} to {high}", check)
            else:
                found.append(Rule(check.kind, self.rule(check), check))
        return tuple(found)

    def rule(self, check: Check) -> str:
        """Return one condition in few words."""
        operands = [self.expr(part) for part in check.operands]
        match check.kind:
            case CheckKind.CONTENTS:
                return self._contents(check)
            case CheckKind.EQ | CheckKind.RESERVED:
                value = operands[0] if operands else "0"
                return f"reserved: {value}" if check.kind is CheckKind.RESERVED else f"= {value}"
            case CheckKind.MIN:
                return f"at least {operands[0]}"
            case CheckKind.MAX:
                return f"at most {operands[0]}"
            case CheckKind.ANY_OF:
                return f"one of {', '.join(operands)}"
            case CheckKind.IN_ENUM:
                return "a member of the enum"
            case CheckKind.UNIQUE:
                return f"unique by {operands[0]}" if operands[:1] not in ([], ["_"]) else "unique"
            case CheckKind.SORTED:
                by = f" by {operands[0]}" if operands[:1] not in ([], ["_"]) else ""
                return check.algorithm + by
            case CheckKind.REFERS_TO:
                key = f" by {operands[1]}" if len(operands) > 1 else ""
                return f"refers to {operands[0]}{key}"
            case CheckKind.CHECKSUM:
                return self._checksum(check, operands)
        return self.expr(check.condition) if check.condition is not None else check.kind.value

    def _contents(self, check: Check) -> str:
        match check.operands:
            case (ir.Lit(value=bytes() as value), *_):
                shown = value[:_SHOWN_BYTES].hex(" ")
                more = f" and {len(value) - _SHOWN_BYTES} more" if len(value) > _SHOWN_BYTES else ""
                text = value.decode("latin-1")
                is_text = len(value) > 1 and text.isascii() and text.isprintable()
                return f"= {shown}{more}" + (f" ({str_text(text)})" if is_text else "")
        return "fixed bytes"

    def _checksum(self, check: Check, operands: list[str]) -> str:
        text = f"{check.algorithm} of {operands[0]} up to {operands[1]}"
        zeros = [f"{a} up to {b}" for a, b in zip(operands[2::2], operands[3::2], strict=False)]
        return text + (f", {' and '.join(zeros)} as zero" if zeros else "")

    def message(self, check: Check) -> str:
        """Return the headline of a check as the schema says it, expressions in braces."""
        return "".join(
            part if isinstance(part, str) else "{" + self.expr(part) + "}" for part in check.message
        )


def _extents(read: Read | None) -> tuple[Extent, ...]:
    match read:
        case BytesRead(extent=extent) | StrRead(extent=extent):
            return (extent,)
        case StructRead(extent=extent) if extent is not None:
            return (extent,)
        case SwitchRead(cases=cases, default=default):
            inner = [one for _, one in cases] + ([default] if default is not None else [])
            return tuple(extent for one in inner for extent in _extents(one))
    return ()


def plural(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{grouped(count)} {noun}" + ("" if count == 1 else "s")


def grouped(count: int) -> str:
    """Return a count, from five digits on in groups."""
    return f"{count:,}" if abs(count) >= _GROUPED else str(count)


def size_text(size: Size) -> str:
    """Return a size in bytes, or in bits when it is made of them."""
    if size.exact is not None:
        whole, rest = divmod(size.exact, BYTE)
        return (
            plural(size.exact, "bit") if rest or not whole and size.exact else plural(whole, "byte")
        )
    low = -(-size.low // BYTE)
    if size.high is None:
        return f"{grouped(low)} bytes or more" if low else "any number of bytes"
    return f"{grouped(low)} to {grouped(-(-size.high // BYTE))} bytes"


def range_text(found: Range) -> str:
    """Return a range of integers; "" when nothing is known."""
    match found:
        case Range(low=None, high=None):
            return ""
        case Range(low=None, high=int(high)):
            return f"at most {int_text(high)}"
        case Range(low=int(low), high=None):
            return f"at least {int_text(low)}"
    if found.exact is not None:
        return int_text(found.exact)
    return f"{int_text(found.low or 0)} to {int_text(found.high or 0)}"


def offset_text(bits: int) -> str:
    """Return an offset as `+0x10`, with the bit inside the byte where there is one."""
    whole, rest = divmod(bits, BYTE)
    return f"+{whole:#04x}" + (f".{rest}" if rest else "")
