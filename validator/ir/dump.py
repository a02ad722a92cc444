"""A Program as stable text: for golden tests, for reading, and to see what passes made."""

from __future__ import annotations

from collections.abc import Iterator

from validator.ir import types as ty
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Check,
    Combination,
    Extent,
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
from validator.ir.show_expr import show_expr


def dump_program(program: Program) -> str:
    """Return everything a Program says, line by line.

    Args:
        program: any program.
    Returns:
        Text without paths, digests and positions, so that it changes only with the meaning.
    """
    return "".join(f"{line}\n" for line in _Dumper(program).lines())


class _Dumper:
    """Dumps one program."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def lines(self) -> Iterator[str]:
        """Yield the lines of the whole program."""
        program = self.program
        budget = program.budget
        yield f"program {program.name}"
        yield (
            f"  budget file-size={budget.file_size} nodes={budget.nodes} depth={budget.depth} "
            f"unpacked={budget.unpacked}"
        )
        yield f"  gaps {program.gaps.value}"
        if program.may_overlap:
            yield "  overlaps allow"
        for fact in program.facts:
            yield f"  fact {fact.name}: {self._type(fact.type)}"
        for enum in program.enums:
            members = ", ".join(f"{value}={label}" for value, label in enum.members)
            yield f"enum {enum.number} {enum.name}: {members}"
        for struct in program.structs:
            yield from self._struct(struct)

    def _struct(self, struct: Struct) -> Iterator[str]:
        parent = self._type(struct.parent) if struct.parent is not None else "none"
        yield f"struct {struct.number} {struct.name} parent={parent} root={struct.root}"
        for condition, is_little in struct.endian_cases:
            test = show_expr(self.program, condition) if condition is not None else "otherwise"
            yield f"  endian {'le' if is_little else 'be'} if {test}"
        if struct.endian_inherited:
            yield "  endian inherited"
        for field in struct.fields:
            yield from self._field(field)
        if struct.combinations is not None:
            yield from self._combinations(struct.combinations)
        for number in struct.checks:
            yield from self._check(self.program.checks[number], "  ")

    def _combinations(self, asked: tuple[Combination, ...]) -> Iterator[str]:
        if not asked:
            yield "  combine nothing"
        for one in asked:
            names = " ".join(self.program.fields[number].id for number in one.fields) or "all"
            where = f" where {show_expr(self.program, one.where)}" if one.where is not None else ""
            yield f"  combine {one.strength} of {names}{where}"

    def _field(self, field: Field) -> Iterator[str]:
        yield f"  {field.kind.value} {field.number} {field.id}: {self._type(field.type)}"
        if field.read is not None:
            yield f"    read {self._read(field.read)}"
        parts = (
            ("if", field.condition),
            ("value", field.value),
            ("pos", field.position),
            ("io", field.stream),
        )
        for label, expr in parts:
            if expr is not None:
                yield f"    {label} {show_expr(self.program, expr)}"
        if field.repeat is not None:
            until = show_expr(self.program, field.repeat.expr) if field.repeat.expr else ""
            yield f"    repeat {field.repeat.kind.value} {until}".rstrip()
        if field.enum is not None and field.kind is not FieldKind.VALUE:
            yield f"    enum {field.enum}"
        if field.nullable:
            yield "    nullable"
        if field.may_overlap:
            yield "    may overlap"
        for default in field.defaults:
            yield f"    default {show_expr(self.program, default)}"
        if field.coverage is not None:
            asked = [*field.coverage.words]
            asked += [show_expr(self.program, value) for value in field.coverage.values]
            yield f"    coverage {' '.join(asked) or 'nothing'}"
        for number in field.checks:
            yield from self._check(self.program.checks[number], "    ")

    def _check(self, check: Check, indent: str) -> Iterator[str]:
        words = [f"check {check.number} {check.kind.value} {check.rule} {check.severity.value}"]
        words += ["each"] * check.per_element + ["deferred"] * check.deferred
        words += ["contract"] * check.needs_contract
        if check.at is not None and check.field is None:
            words.append(f"at {self.program.fields[check.at].id}")
        yield indent + " ".join(words)
        if check.condition is not None:
            yield f"{indent}  holds {show_expr(self.program, check.condition)}"
        elif check.operands:
            shown = ", ".join(show_expr(self.program, part) for part in check.operands)
            yield " ".join(filter(None, [f"{indent}  over", check.algorithm, shown]))
        if check.message:
            text = "".join(
                part if isinstance(part, str) else "{" + show_expr(self.program, part) + "}"
                for part in check.message
            )
            yield f"{indent}  says {text!r}"

    def _read(self, read: Read) -> str:
        match read:
            case NumberRead(primitive=primitive, endian=endian):
                return primitive.name + (endian.value if primitive.width > 1 else "")
            case BitsRead(width=width, endian=endian, as_bool=as_bool):
                return f"b{width}{endian.value}" + (" as bool" if as_bool else "")
            case BytesRead(extent=extent):
                return f"bytes {self._extent(extent)}"
            case StrRead(extent=extent, encoding=encoding):
                return f"str {encoding} {self._extent(extent)}"
            case StructRead():
                return self._object(read)
            case SwitchRead(on=on, cases=cases, default=default):
                parts = [f"{show_expr(self.program, k)} -> {self._read(r)}" for k, r in cases]
                parts += [f"else -> {self._read(default)}"] if default is not None else []
                return f"switch {show_expr(self.program, on)} {{{'; '.join(parts)}}}"
        raise TypeError(f"unknown read {type(read).__name__}")

    def _object(self, read: StructRead) -> str:
        text = f"struct {read.struct}"
        if read.args:
            text += "(" + ", ".join(show_expr(self.program, arg) for arg in read.args) + ")"
        if read.extent is not None:
            text += f" in {self._extent(read.extent)}"
        if read.no_parent:
            text += " parent none"
        elif read.parent is not None:
            text += f" parent {show_expr(self.program, read.parent)}"
        return text

    def _extent(self, extent: Extent) -> str:
        words: list[str] = []
        if extent.size is not None:
            words.append(f"size {show_expr(self.program, extent.size)}")
        if extent.to_end:
            words.append("to end")
        if extent.terminator is not None:
            words.append(f"until {extent.terminator.hex(' ')}")
            words += ["included"] * extent.include + ["not consumed"] * (not extent.consume)
            words += ["or end"] * (not extent.eos_error)
        if extent.pad_right is not None:
            words.append(f"pad {extent.pad_right:#04x}")
        if extent.process is not None:
            args = ", ".join(show_expr(self.program, arg) for arg in extent.process.args)
            words.append(f"process {extent.process.name}({args})")
        return " ".join(words)

    def _type(self, kind: ty.Type) -> str:
        match kind:
            case ty.IntType(width=width, signed=signed):
                return f"{'s' if signed else 'u'}{width}" if width is not None else "int"
            case ty.EnumType(enum=number):
                return f"enum {number}"
            case ty.StructType(struct=number):
                return f"struct {number}"
            case ty.ArrayType(item=item):
                return f"{self._type(item)}[]"
            case ty.MapType(key=key, value=value):
                return f"map<{self._type(key)},{self._type(value)}>"
        return type(kind).__name__.removesuffix("Type").lower()
