"""Checksums of a file, made to fit what it holds now.

Comes in: any bytes of a schema. Goes out: the same with every checksum that can be found computed
anew, and nothing else changed.
"""

from __future__ import annotations

from validator.ir.nodes import CheckKind, Program
from validator.mutate.outline import Outline
from validator.mutate.relations import Relations, find_sums
from validator.mutate.repair import Repair
from validator.mutate.view import View


def has_sums(program: Program) -> bool:
    """Tell whether files of a schema have checksums.

    Args:
        program: compiled.
    """
    return any(check.kind is CheckKind.CHECKSUM for check in program.checks)


def repair_sums(outline: Outline) -> bytes:
    """Return a file with its checksums computed anew, of the same size.

    Args:
        outline: the file; where reading ends early, only checksums before that are found.
    """
    view = View(outline)
    return Repair(view, Relations(sums=list(find_sums(view, is_any=True)))).data()
