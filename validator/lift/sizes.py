"""How many bytes (or bits, among bits) reading a construct takes, when that is constant.

construct's own `sizeof` is about building: of a `Prefixed` it adds the parts, and it evaluates
conditions as if there were no data. What is told here holds for every file that is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import construct


def size_in(made: Any) -> int | None:
    """Return the size of a construct in the units of its stream; None when it depends.

    Args:
        made: any construct; no code of the user's is run.
    """
    rule = _RULES.get(type(made))
    return None if rule is None else rule(made)


def _inner(made: Any) -> int | None:
    return size_in(made.subcon)


def _nothing(made: Any) -> int | None:
    return 0


def _length(made: Any) -> int | None:
    return _amount(made.length)


def _amount(value: Any) -> int | None:
    is_constant = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_constant else None


def _parts(made: Any) -> int | None:
    return _sum(size_in(part) for part in made.subcons)


def _sum(sizes: Iterable[int | None]) -> int | None:
    total = 0
    for size in sizes:
        if size is None:
            return None
        total += size
    return total


def _array(made: Any) -> int | None:
    count, size = _amount(made.count), size_in(made.subcon)
    return None if count is None or size is None else count * size


def _aligned(made: Any) -> int | None:
    modulus, size = _amount(made.modulus), size_in(made.subcon)
    return None if not modulus or size is None else size + -size % modulus


def _transformed(made: Any) -> int | None:
    return _amount(made.decodeamount)


def _checksum(made: Any) -> int | None:
    return size_in(made.checksumfield)


_RULES: Mapping[type, Callable[[Any], int | None]] = {
    construct.FormatField: _length,
    construct.BytesInteger: _length,
    construct.BitsInteger: _length,
    construct.Bytes: _length,
    construct.FixedSized: _length,
    construct.Padded: _length,
    type(construct.Flag): lambda made: 1,
    construct.Struct: _parts,
    construct.Sequence: _parts,
    construct.FocusedSeq: _parts,
    construct.LazyStruct: _parts,
    construct.Array: _array,
    construct.LazyArray: _array,
    construct.Aligned: _aligned,
    construct.Transformed: _transformed,
    construct.Checksum: _checksum,
    **dict.fromkeys(
        (
            construct.Renamed, construct.Rebuild, construct.Default, construct.Hex,
            construct.HexDump, construct.Lazy, construct.Debugger, construct.NamedTuple,
            construct.Enum, construct.FlagsEnum, construct.Mapping, construct.Const,
            construct.ExprAdapter, construct.ExprSymmetricAdapter, construct.ExprValidator,
            construct.Indexing, construct.RawCopy, construct.StringEncoded,
        ),
        _inner,
    ),
    **dict.fromkeys(
        (
            construct.Pointer, construct.Peek, construct.Computed, construct.Check,
            construct.Probe, type(construct.Tell), type(construct.Pass), type(construct.Index),
        ),
        _nothing,
    ),
}  # fmt: skip
