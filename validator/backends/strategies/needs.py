"""What a schema needs of whoever makes its files, before the first one is made.

Comes in: a Program. Goes out: answers that hold for all of its files. How they are made is not
known here.
"""

from __future__ import annotations

from validator.ir import expr as ir
from validator.ir.nodes import FieldKind, Gaps, Program, StructRead
from validator.ir.walk import walk


def needs_size(program: Program) -> bool:
    """Whether the very first fields ask how long the file is.

    Args:
        program: the compiled schema.
    """
    return any(
        isinstance(node, ir.StreamAttr) and node.name == "size"
        for one in program.structs[0].seq[:1] for expr in (one.condition,) if expr is not None
        for node in walk(expr)
    )  # fmt: skip


def can_look_ahead(program: Program) -> bool:
    """Whether instances may be read before what they lie over.

    Args:
        program: the compiled schema.
    """
    return any(
        one.kind is FieldKind.INSTANCE and one.position is not None for one in program.fields
    )


def has_sized_objects(program: Program) -> bool:
    """Whether objects have sizes of their own, and all bytes are to be explained.

    Args:
        program: the compiled schema.
    """
    reads = (one.read for one in program.fields)
    return program.gaps is Gaps.ERROR and any(
        isinstance(read, StructRead) and read.extent is not None and read.extent.size is not None
        for read in reads
    )
