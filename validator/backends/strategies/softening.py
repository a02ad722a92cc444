"""Which lists may end before the count that was chosen for them.

Comes in: a list field. Goes out: whether it may, and the stored counts that then become smaller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.ir.equations import structs_of
from validator.ir.nodes import Field, RepeatKind

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter


def is_soft(to: MakerEmitter, one: Field) -> bool:
    """Whether a list may end early.

    Args:
        to: emits its struct.
        one: the list.
    """
    if one.repeat is None or one.repeat.kind is RepeatKind.UNTIL:
        return False
    if one.repeat.kind is RepeatKind.EOS:
        is_risky = any(read.struct in to.survey.risky for read in structs_of(one.read))
        return is_risky or one.number in to.survey.rules.at
    return softening(to, one)[0] != "()"


def softening(to: MakerEmitter, one: Field) -> tuple[str, str]:
    """Return the sources of the counts that can become smaller, and of the count.

    Args:
        to: emits its struct.
        one: the list.
    """
    if one.repeat is None or one.repeat.expr is None:
        return "()", "0"
    soft = to.survey.soft - to.given
    ways = to.ways(one.repeat.expr, "n", soft)
    return ways, to.speech.emit(one.repeat.expr)
