"""Walking over expressions without knowing every node."""

from __future__ import annotations

from collections.abc import Iterator

from validator.ir import expr as ir


def children(node: ir.Expr) -> Iterator[ir.Expr]:
    """Yield the direct subexpressions of a node."""
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from (item for item in value if hasattr(item, "__dataclass_fields__"))
        elif isinstance(value, ir.Expr):
            yield value


def walk(node: ir.Expr) -> Iterator[ir.Expr]:
    """Yield a node and everything below it."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(children(current))


def needs_contract(node: ir.Expr) -> bool:
    """Whether evaluating the expression needs a contract."""
    return any(isinstance(part, ir.Fact | ir.ContractName) for part in walk(node))
