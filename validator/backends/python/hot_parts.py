"""What conditions of an inner list see of an element's index.

A condition such as `_.type == template.params[_.index].type` sees the index only through a
part that does not depend on the element: the expected type. Elements whose parts have equal
values share their memo, however many indices there are.
"""

from __future__ import annotations

from validator.backends.python.hot import HotList
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.types import ArrayType, MapType
from validator.ir.walk import children, walk


@dataclass(frozen=True, slots=True)
class IndexParts:
    """The largest parts of conditions that depend on the index but not on the element.

    Attributes:
        nodes: the parts.
        params: ids of the element's parameters that depend on the index.
    """

    nodes: tuple[ir.Expr, ...]
    params: frozenset[str]


def find_parts(hot: HotList) -> IndexParts | None:
    """Return the parts of a list's quantifiers, or None when they cannot be told apart.

    Args:
        hot: an inner list; its quantifiers see an element as `Item(1)`.
    """
    indexed = {
        param.number: param.id
        for param, arg in zip(hot.element.params, hot.read.args, strict=True)
        if any(isinstance(node, ir.Index) for node in walk(arg))
    }
    finder = _Finder(frozenset(indexed), [])
    for quantifier in hot.quantifiers:
        if quantifier.body is not None and not finder.scan(quantifier.body):
            return None
    if any(isinstance(node.type, ArrayType | MapType) for node in finder.found):
        return None
    return IndexParts(tuple(finder.found), frozenset(indexed.values()))


@dataclass(frozen=True, slots=True)
class _Finder:
    indexed: frozenset[int]
    found: list[ir.Expr]

    def scan(self, node: ir.Expr) -> bool:
        """Collect the parts below a node; False when it holds what cannot be told apart."""
        inner = list(walk(node))
        if any(isinstance(n, ir.Index | ir.Over | ir.Lookup | ir.Overlaps) for n in inner):
            return not any(self._is_indexed(n) or isinstance(n, ir.Index) for n in inner)
        if not any(self._is_indexed(n) for n in inner):
            return True
        if not self._sees_element(node):
            self.found.append(node)
            return True
        return all(self.scan(part) for part in children(node))

    def _is_indexed(self, node: ir.Expr) -> bool:
        match node:
            case ir.FieldGet(object=ir.Item(depth=1), field=number):
                return number in self.indexed
        return False

    def _sees_element(self, node: ir.Expr) -> bool:
        """Whether a node sees more of the element than its indexed parameters."""
        if self._is_indexed(node):
            return False
        if isinstance(node, ir.Item):
            return True
        return any(self._sees_element(part) for part in children(node))
