"""Which constructs can fail for no other reason than the end of the stream.

construct goes on after any failure inside Optional and Peek. A Program has no such thing, but
where only the end can be the reason, a condition on what is left says the same.
"""

from __future__ import annotations

from typing import Any

import construct

from validator.lift.sizes import size_in

_LEAVES = (construct.FormatField, construct.BytesInteger, construct.BitsInteger)
_AROUND = (construct.Renamed, construct.Enum, construct.FlagsEnum, construct.Hex,
           construct.HexDump, construct.Rebuild, construct.Default, construct.Aligned)  # fmt: skip


def never_fails(made: Any) -> int | None:
    """Return the constant size of a construct that can only fail at the end of the stream.

    Args:
        made: any construct.
    Returns:
        Its size in bytes; None when it has none, or can fail for another reason.
    """
    size = size_in(made)
    return size if size is not None and size > 0 and _is_safe(made) else None


def _is_safe(made: Any) -> bool:
    kind = type(made)
    if kind in _LEAVES or kind is type(construct.Flag):
        return True
    if kind is construct.Bytes:
        return isinstance(made.length, int)
    if kind in _AROUND:
        return _is_safe(made.subcon)
    if kind is construct.Padded:
        return type(made.subcon) is type(construct.Pass) or _is_safe(made.subcon)
    if kind is construct.Array:
        return isinstance(made.count, int) and _is_safe(made.subcon)
    if kind in (construct.Struct, construct.Sequence):
        return all(map(_is_safe, made.subcons))
    return kind is construct.Transformed and _is_safe(made.subcon)
