"""Where an expression stands: the object it sees and what `_` and `_on` mean."""

from __future__ import annotations

from dataclasses import replace

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.types import Type
from validator.passes.world import StructDecl


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands.

    Attributes:
        decl: the type whose fields it sees.
        items: meaning of `_`, outermost first; the last one is what `_` names.
        on: what `_on` stands for inside the cases of a switch.
        extended: an expression of a `-` key, where functions and `contract` exist.
    """

    decl: StructDecl
    items: tuple[ir.Item, ...] = ()
    on: ir.Expr | None = None
    extended: bool = False

    @property
    def depth(self) -> int:
        """Depth of the next `Over` body."""
        return self.items[-1].depth + 1 if self.items else 1

    def over(self, item: Type) -> Context:
        """Return the context of a function body whose `_` is an element of type `item`."""
        return replace(self, items=(*self.items, ir.Item(self.depth, item)))
