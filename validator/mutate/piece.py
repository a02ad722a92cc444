"""Elements of changed lists.

Comes in: nodes. Goes out: pieces, each made once a seed, since most mutants need many.
"""

from __future__ import annotations

from typing import Any

from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """An element of a changed list: a node of this seed, or bytes from elsewhere.

    Attributes:
        node: the element, -1 when it comes from another seed.
        foreign: its bytes then.
        patches: (offset in it, other bytes), where a copy differs from the element.
        says: (leaf, value) of what the patches say, as far as that is known.
    """

    node: int
    foreign: bytes = b""
    patches: tuple[tuple[int, bytes], ...] = ()
    says: tuple[tuple[int, Any], ...] = ()


class Pieces(dict[int, Piece]):
    """Node -> the piece that it is; made when first asked for."""

    def __missing__(self, node: int) -> Piece:
        made = self[node] = Piece(node)
        return made
