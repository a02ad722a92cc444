"""Long lists read without objects: which lists, and how far inlining reaches.

A list is hot when its elements are *flat* (fixed-width numbers, byte strings and strings of
known size, nested hot lists) and nobody needs an element as an object: only `-unique`,
`-sorted`, membership of `-refers-to`, the number of elements, and functions over the list in
a `-checks` condition of the type that holds it (`all` is evaluated while the elements are
read; the others make the objects anew when they are really asked for).

Everything in a hot element is checked while it is read. That is sound because its conditions
see only what was read before: own fields, the holder's fields, earlier fields of the root,
targets in earlier tables, contract facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.backends.python.hot_scope import Scope
from validator.backends.python.hot_walk import check_exprs as check_exprs
from validator.backends.python.hot_walk import field_exprs as field_exprs
from validator.backends.python.hot_walk import reads
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import (
    BytesRead,
    Check,
    CheckKind,
    Endian,
    Field,
    FieldKind,
    NumberRead,
    Program,
    RepeatKind,
    StrRead,
    Struct,
    StructRead,
)
from validator.ir.types import (
    ArrayType,
    BoolType,
    BytesType,
    EnumType,
    FloatType,
    IntType,
    StrType,
    StructType,
)
from validator.ir.walk import children, needs_contract, walk

MAX_LEVELS = 4
_SCALARS = (IntType, FloatType, BoolType, StrType, BytesType, EnumType)


@dataclass(frozen=True, slots=True)
class HotList:
    """A list that is read without objects.

    Attributes:
        field: the repeated field; `element` its struct; `read` how an element is read.
        inner: hot lists inside the element, by field number.
        quantifiers: `all(list, …)` nodes over this list in checks of the holder's type.
        is_made: a function other than `all` may ask for the elements as objects.
        key: field of the element that `-refers-to` looks up, or None.
        level: 1 for a list whose holder is an object, 2 for a list inside such a list, …
    """

    field: Field
    element: Struct
    read: StructRead
    inner: dict[int, HotList]
    quantifiers: tuple[ir.Over, ...]
    is_made: bool
    key: int | None
    level: int


def spanned_fields(program: Program) -> frozenset[int]:
    """Return the fields whose place in the file some expression asks for."""
    found = (node for _, node in _all_nodes(program))
    return frozenset(node.field.field for node in found if isinstance(node, ir.SpanOf))


def find_hot(program: Program) -> dict[int, HotList]:
    """Return the hot lists whose holder is an object, by field number."""
    finder = _Finder(program, _Uses(program))
    found: dict[int, HotList] = {}
    for field in program.fields:
        hot = finder.hot(field, 1)
        if hot is not None:
            found[field.number] = hot
    return found


# -- who uses what -----------------------------------------------------------------------------


def _all_exprs(program: Program) -> Iterator[tuple[Struct, Check | None, ir.Expr]]:
    for struct in program.structs:
        for condition, _ in struct.endian_cases:
            if condition is not None:
                yield struct, None, condition
    for field in program.fields:
        for expr in field_exprs(field):
            yield program.structs[field.struct], None, expr
    for check in program.checks:
        for expr in check_exprs(check):
            yield program.structs[check.struct], check, expr


def _all_nodes(program: Program) -> Iterator[tuple[Check | None, ir.Expr]]:
    for _, check, expr in _all_exprs(program):
        for node in walk(expr):
            yield check, node


class _Uses:
    """How every list of objects is used by expressions."""

    def __init__(self, program: Program) -> None:
        self.escapes: set[int] = set()
        self.quantifiers: dict[int, list[ir.Over]] = {}
        self.keys: dict[int, set[int]] = {}
        self.made: set[int] = set()
        for field in program.fields:
            if field.target_check is not None and _is_followed(program, field.number):
                table = program.checks[field.target_check].operands[0]
                self.escapes.update(_lists_in(table))
        for struct, check, expr in _all_exprs(program):
            self._note(program, struct, check, expr)

    def _note(self, program: Program, struct: Struct, check: Check | None, expr: ir.Expr) -> None:
        if check is not None and check.kind is CheckKind.REFERS_TO and expr is check.operands[0]:
            self._note_table(check)
            return
        stack = [expr]
        while stack:
            node = stack.pop()
            match node:
                case ir.Over(name="all", array=ir.FieldGet(object=ir.SelfRef(), field=number)) if (
                    check is not None
                    and check.kind is CheckKind.CHECK
                    and _is_streamed(program, struct, check, node, number)
                ):
                    self.quantifiers.setdefault(number, []).append(node)
                    stack.extend([node.body] if node.body is not None else [])
                    continue
                case ir.Over(array=ir.FieldGet(object=ir.SelfRef(), field=number)) if (
                    check is not None and check.kind is CheckKind.CHECK
                ):
                    self.made.add(number)
                    stack.extend([node.body] if node.body is not None else [])
                    continue
                case ir.Call(name="array_size", args=(ir.FieldGet(object=owner),)):
                    stack.append(owner)
                    continue
                case ir.FieldGet(field=number, type=ArrayType(item=StructType())):
                    self.escapes.add(number)
            stack.extend(children(node))

    def _note_table(self, check: Check) -> None:
        table, key = check.operands
        match table, key:
            case (
                ir.FieldGet(object=ir.RootOf(object=ir.SelfRef()) | ir.SelfRef(), field=number),
                ir.FieldGet(object=ir.Item(depth=1), field=key_field),
            ):
                self.keys.setdefault(number, set()).add(key_field)
            case _:
                self.escapes.update(_lists_in(table))


def _is_streamed(
    program: Program, struct: Struct, check: Check, node: ir.Over, number: int
) -> bool:
    """Whether `all(list, body)` can be evaluated while the elements are read.

    It then sees one element and earlier fields of the holder, and is one truth for all
    contracts: too strict for some of them, which is harmless where truth only helps.
    """
    if node.depth != 1 or node.body is None:
        return False
    if needs_contract(node.body) and not any(part is node for part in _helpful(check.condition)):
        return False
    earlier = {f.number for f in struct.params}
    for f in struct.seq:
        if f.number == number:
            break
        if not isinstance(f.type, ArrayType):
            earlier.add(f.number)
    return all(
        part.field in earlier
        for part in walk(node.body)
        if isinstance(part, ir.FieldGet) and isinstance(part.object, ir.SelfRef)
    )


def _helpful(condition: ir.Expr | None) -> Iterator[ir.Expr]:
    """Yield the parts of a condition that, when they become true, cannot make it false."""
    stack = [condition]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        yield node
        match node:
            case ir.Logic(left=left, right=right):
                stack += [left, right]
            case ir.IfElse(then=then, otherwise=otherwise):
                stack += [then, otherwise]


def _lists_in(expr: ir.Expr) -> set[int]:
    return {node.field for node in walk(expr) if isinstance(node, ir.FieldGet)}


def _is_followed(program: Program, field: int) -> bool:
    nodes = (node for _, node in _all_nodes(program))
    return any(isinstance(node, ir.Target) and node.field.field == field for node in nodes)


# -- what is flat ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Finder:
    program: Program
    uses: _Uses

    def hot(self, field: Field, level: int) -> HotList | None:
        """Return the plan of a list, or None when it must be read with objects."""
        read = field.read
        if (
            level > MAX_LEVELS
            or field.kind is not FieldKind.SEQ
            or field.repeat is None
            or field.repeat.kind is RepeatKind.UNTIL
            or (field.repeat.kind is RepeatKind.EOS and level > 1)
            or not isinstance(read, StructRead)
            or read.extent is not None
            or read.parent is not None
            or field.condition is not None
            or field.number in self.uses.escapes
        ):
            return None
        element = self.program.structs[read.struct]
        quantifiers = tuple(self.uses.quantifiers.get(field.number, ()))
        keys = self.uses.keys.get(field.number, set())
        is_made = field.number in self.uses.made
        if ((quantifiers or is_made) and level == 1) or (field.checks and level > 1):
            return None
        if len(keys) > 1 or (keys and not self._is_single(field)):
            return None
        if is_made and self._needs_surroundings(element):
            return None
        if not self._checks_fit(field, element):
            return None
        inner: dict[int, HotList] = {}
        if not self._is_flat(element, level, inner, field):
            return None
        key = next(iter(keys), None)
        return HotList(field, element, read, inner, quantifiers, is_made, key, level)

    def _is_single(self, field: Field) -> bool:
        """Whether a list occurs once in a file: its keys are kept by the field's number."""
        parts = (part for f in self.program.fields for part in reads(f.read))
        return field.struct == 0 and not any(
            isinstance(part, StructRead) and part.struct == 0 for part in parts
        )

    def _needs_surroundings(self, element: Struct) -> bool:
        """Whether elements made as objects would miss their parent or root."""
        exprs = [e for f in element.seq for e in field_exprs(f)]
        numbers = [n for f in element.seq for n in f.checks] + list(element.checks)
        exprs += [e for n in numbers for e in check_exprs(self.program.checks[n])]
        nodes = (node for expr in exprs for node in walk(expr))
        return any(isinstance(node, ir.ParentOf | ir.RootOf) for node in nodes) or any(
            self._needs_surroundings(self.program.structs[f.read.struct])
            for f in element.seq
            if isinstance(f.read, StructRead) and f.read.struct != element.number
        )

    def _checks_fit(self, field: Field, element: Struct) -> bool:
        own = {f.number for f in element.seq if isinstance(f.read, NumberRead) and f.repeat is None}
        for number in field.checks:
            check = self.program.checks[number]
            if check.kind not in (CheckKind.UNIQUE, CheckKind.SORTED):
                return False
            match check.operands[0]:
                case ir.FieldGet(object=ir.Item(depth=1), field=key) if key in own:
                    continue
            return False
        return True

    def _is_flat(
        self, struct: Struct, level: int, inner: dict[int, HotList], holder: Field
    ) -> bool:
        if struct.instances or struct.endian_cases or struct.endian_inherited:
            return False
        if minimum_width(struct) == 0:
            return False
        if not all(isinstance(param.type, _SCALARS) for param in struct.params):
            return False
        for field in struct.seq:
            if field.condition is not None or field.target_check is not None and field.repeat:
                return False
            if not self._is_flat_field(field, level, inner):
                return False
        return self._sees_enough(Scope(self.program, struct, holder, frozenset(inner), level))

    def _sees_enough(self, scope: Scope) -> bool:
        """Whether every expression of a struct sees only what is there when it is evaluated."""
        seen = {param.number for param in scope.struct.params}
        for field in scope.struct.seq:
            if not all(scope.at(seen).sees(expr, None) for expr in field_exprs(field)):
                return False
            seen.add(field.number)
            if field.number not in scope.inner and not self._checks_see(
                scope.at(seen), field.checks
            ):
                return False
        return self._checks_see(scope.at(seen), scope.struct.checks)

    def _checks_see(self, scope: Scope, numbers: tuple[int, ...]) -> bool:
        checks = [self.program.checks[number] for number in numbers]
        return all(
            check.kind is not CheckKind.CHECKSUM
            and all(scope.sees(expr, check) for expr in check_exprs(check))
            for check in checks
        )

    def _is_flat_field(self, field: Field, level: int, inner: dict[int, HotList]) -> bool:
        read = field.read
        if field.repeat is None:
            match read:
                case NumberRead(endian=endian):
                    return endian is not Endian.CALCULATED
                case BytesRead(extent=extent) | StrRead(extent=extent):
                    return (
                        extent.size is not None
                        and extent.terminator is None
                        and extent.pad_right is None
                        and extent.process is None
                    )
            return False
        nested = self.hot(field, level + 1)
        if nested is None:
            return False
        inner[field.number] = nested
        return True


def minimum_width(struct: Struct) -> int:
    """Return the bytes of the fixed-width numbers of a flat struct."""
    return sum(
        f.read.primitive.width
        for f in struct.seq
        if isinstance(f.read, NumberRead) and f.repeat is None
    )
