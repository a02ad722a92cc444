"""Undoing expressions: which stored value gives an expression the value that it shall have.

Comes in: an expression and the source of the wanted value. Goes out: source of the object, the
field, and source of its value. Sources may raise when they are run; whoever runs them knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.backends.strategies.speech import Speech
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import structs_of
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Field,
    FieldKind,
    NumberRead,
    Program,
    StrRead,
    StructRead,
    SwitchRead,
)

_SAME = ("enum_to_i", "bool_to_i")
_DEEPEST = 12
_MAX_STEPS = 200
_MAX_SOURCE = 4000


@dataclass(frozen=True, slots=True)
class Way:
    """One way to give an expression its value.

    Attributes:
        owner: source of the object.
        field: number of the stored field.
        value: source of its value.
    """

    owner: str
    field: int
    value: str


def is_leaf(field: Field) -> bool:
    """Whether a field is one stored number, text or byte string."""
    stored = field.kind in (FieldKind.SEQ, FieldKind.INSTANCE)
    return stored and field.repeat is None and _is_plain(field.read)


def _is_plain(read: object) -> bool:
    if isinstance(read, SwitchRead):
        cases = [case for _, case in read.cases] + [read.default]
        return all(isinstance(case, NumberRead) for case in cases if case is not None)
    return isinstance(read, NumberRead | BitsRead | StrRead | BytesRead)


class Inverter:
    """Undoes expressions of one program.

    Args:
        program: the compiled schema.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.steps = 0
        self.sites: dict[int, list[tuple[int, StructRead]]] = {}
        for field in program.fields:
            for read in structs_of(field.read):
                self.sites.setdefault(read.struct, []).append((field.number, read))

    def ways(self, speech: Speech, node: ir.Expr, wanted: str) -> Iterator[Way]:
        """Yield what gives an expression its value.

        Args:
            speech: emits in the context of the expression.
            node: the expression.
            wanted: source of the value.
        """
        self.steps = 0
        return self._ways(speech, node, wanted, 0)

    def _ways(self, speech: Speech, node: ir.Expr, wanted: str, depth: int) -> Iterator[Way]:
        self.steps += 1
        if depth > _DEEPEST or self.steps > _MAX_STEPS or len(wanted) > _MAX_SOURCE:
            return
        match node:
            case ir.Item(depth=0):
                yield Way("", -1, wanted)
            case ir.FieldGet(object=inner, field=number):
                yield from self._member(speech, inner, number, wanted, depth)
            case ir.Cast(operand=operand):
                yield from self._ways(speech, operand, wanted, depth)
            case ir.IfElse(then=then, otherwise=otherwise):
                yield from self._ways(speech, then, wanted, depth)
                yield from self._ways(speech, otherwise, wanted, depth)
            case ir.Unary(op="-" | "~" as op, operand=operand):
                yield from self._ways(speech, operand, f"({op}({wanted}))", depth)
            case ir.Unary(op="not", operand=operand):
                yield from self._ways(speech, operand, f"(not ({wanted}))", depth)
            case ir.Call(name=name, args=(inner,)) if name in _SAME:
                yield from self._ways(speech, inner, wanted, depth)
            case ir.Call(name="str_to_i", args=args):
                yield from self._digits(speech, args, wanted, depth)
            case ir.Binary(op=op, left=left, right=right):
                for known, part, in_left in ((left, right, False), (right, left, True)):
                    try:
                        source = _undone(op, speech.emit(known), wanted, in_left=in_left)
                    except TypeError:
                        continue
                    if source is not None:
                        yield from self._ways(speech, part, source, depth + 1)

    def _member(
        self, speech: Speech, inner: ir.Expr, number: int, wanted: str, depth: int
    ) -> Iterator[Way]:
        field = self.program.fields[number]
        owner = speech.emit(inner)
        if field.kind is FieldKind.VALUE and field.value is not None:
            yield from self._ways(speech.of(owner), field.value, wanted, depth + 1)
        elif field.kind is FieldKind.PARAM:
            sites = self.sites.get(field.struct, [])
            params = [param.number for param in self.program.structs[field.struct].params]
            if sites and all(read.args == sites[0][1].args for _, read in sites):
                argument = sites[0][1].args[params.index(number)]
                yield from self._ways(speech.of(f"{owner}._up"), argument, wanted, depth + 1)
        elif is_leaf(field):
            yield Way(owner, number, wanted)

    def _digits(
        self, speech: Speech, args: tuple[ir.Expr, ...], wanted: str, depth: int
    ) -> Iterator[Way]:
        base = speech.emit(args[1]) if len(args) > 1 else "10"
        size = "len(" + speech.emit(args[0]) + ")"
        yield from self._ways(speech, args[0], f"digits({wanted}, {base}, {size})", depth + 1)


def _undone(op: str, known: str, wanted: str, *, in_left: bool) -> str | None:
    """Return the source of one side of an operation, None when nothing undoes it."""
    match op, in_left:
        case "+", _:
            return f"({wanted} - {known})"
        case "-", True:
            return f"({wanted} + {known})"
        case "-", False:
            return f"({known} - {wanted})"
        case "*", _:
            return f"over({wanted}, {known})"
        case "/", True:
            return f"({wanted} * {known})"
        case "^", _:
            return f"({wanted} ^ {known})"
        case "<<", True:
            return f"({wanted} >> {known})"
        case ">>", True:
            return f"({wanted} << {known})"
        case "&" | "|", _:
            return f"({wanted})"
        case "%", True:
            return f"({wanted})"
    return None
