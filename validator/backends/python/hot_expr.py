"""Expressions inside hot lists: fields are local variables instead of attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from validator.backends.python.expr import ExprEmitter
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Program
from validator.ir.types import EnumType, IntType


# house: loose-dataclass - filled while expressions are emitted
@dataclass(slots=True)
class Used:
    """What emitted expressions of one level asked for.

    Attributes:
        locals: (level, field id) of fields, also of outer levels.
    """

    locals: set[tuple[int, str]] = field(default_factory=set)


def local(level: int, name: str) -> str:
    """Return the local variable of a field of the element at a level."""
    return f"h{level}_{name}"


class HotExpr(ExprEmitter):
    """Emits expressions of the element at one level.

    The object at level N is written `@N`; it never reaches the generated source, because only
    its fields are read. Level 0 is the object that holds the outermost list.
    """

    __slots__ = ("flags", "index", "item_level", "level", "made", "parts", "used", "value")

    def __init__(
        self,
        program: Program,
        get: Callable[[ir.FieldGet, str], str],
        level: int,
        flags: dict[int, str],
    ) -> None:
        used = Used()

        def get_local(node: ir.FieldGet, owner: str) -> str:
            if not owner.startswith("@"):
                return get(node, owner)
            name = program.fields[node.field].id
            used.locals.add((int(owner[1:]), name))
            return local(int(owner[1:]), name)

        super().__init__(program, get_local, f"@{level}" if level else "self")
        object.__setattr__(self, "level", level)
        object.__setattr__(self, "flags", flags)
        object.__setattr__(self, "used", used)
        object.__setattr__(self, "value", "v")
        object.__setattr__(self, "index", f"I{level}")
        object.__setattr__(self, "item_level", 0)
        object.__setattr__(self, "made", {})
        object.__setattr__(self, "parts", {})

    level: int
    flags: dict[int, str]
    used: Used
    value: str
    index: str
    item_level: int
    made: dict[int, str]
    parts: dict[int, str]

    def with_value(self, name: str) -> HotExpr:
        """Return an emitter in which the value under check is a local variable."""
        other = self._copy()
        object.__setattr__(other, "value", name)
        return other

    def with_item(self, level: int) -> HotExpr:
        """Return an emitter of a quantifier's body; its element is the one at a level."""
        other = self._copy()
        object.__setattr__(other, "item_level", level)
        return other

    def with_parts(self, parts: dict[int, str]) -> HotExpr:
        """Return an emitter in which some nodes (by identity) are local variables."""
        other = self._copy()
        object.__setattr__(other, "parts", parts)
        return other

    def with_index(self, name: str) -> HotExpr:
        """Return an emitter in which `_index` is a local variable."""
        other = self._copy()
        object.__setattr__(other, "index", name)
        return other

    def _copy(self) -> HotExpr:
        other = HotExpr(self.program, self.get, self.level, self.flags)
        for name in ("get", "used", "value", "index", "item_level", "made", "parts"):
            object.__setattr__(other, name, getattr(self, name))
        return other

    def emit(self, node: ir.Expr) -> str:
        """Return the Python source of an expression."""
        if id(node) in self.parts:
            return self.parts[id(node)]
        match node:
            case ir.Index():
                return self.index
            case ir.Item(depth=0):
                return self.value
            case ir.Item(depth=1) if self.item_level:
                return f"@{self.item_level}"
            case ir.FieldGet(object=ir.SelfRef(), field=number) if number in self.made:
                return self.made[number]
            case ir.ParentOf(object=ir.SelfRef()) if self.level:
                return "self" if self.level == 1 else f"@{self.level - 1}"
            case ir.RootOf(object=ir.SelfRef()):
                return "self._r"
            case ir.Target(field=ir.FieldGet(object=ir.SelfRef(), field=number)) if self.level:
                name = self.program.fields[number].id
                self.used.locals.add((self.level, name))
                return f"g{self.level}_{name}"
            case ir.Over() if id(node) in self.flags:
                return self.flags[id(node)]
            case ir.Call(name="array_size", args=(ir.FieldGet(object=ir.SelfRef()) as get,)) if (
                self.level
            ):
                return f"n{self.level + 1}_{self.program.fields[get.field].id}"
            case ir.OneOf(value=value, items=items):
                return _interval(self.emit(value), value, items) or super().emit(node)
        return super().emit(node)


def _interval(source: str, value: ir.Expr, items: tuple[ir.Expr, ...]) -> str | None:
    """Return a comparison when the members are all integers of one interval."""
    numbers = sorted(
        {i.value for i in items if isinstance(i, ir.Lit | ir.EnumLit) and isinstance(i.value, int)}
    )
    if not numbers or len(numbers) != len(items) or not isinstance(value, ir.Item):
        return None
    if not isinstance(value.type, IntType | EnumType):
        return None
    if numbers[-1] - numbers[0] + 1 != len(numbers):
        return None
    return f"({numbers[0]} <= {source} <= {numbers[-1]})"
