"""What a library compared while it read an input: numbers, and texts by memcmp and the like.

Comes in: what stands in the place of counters when `COMPARING` is in a child's environment, laid
out as `struct compared` in `library_driver.c`. Goes out: pairs of operands that differed. What a
target has written over there makes no sense at worst, and is never an error.
"""

from __future__ import annotations

import struct

from validator.dataclass import dataclass

COMPARING = "CONTENTGATE_COMPARISONS"
_COUNT = struct.Struct("<I")
_COMPARED = struct.Struct("<BBB16s16s")
_WIDTHS = (0, 1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands that were compared and differ.

    Attributes:
        width: bytes of both, where they are numbers; 0 for texts.
        sides: the operands as they lie in memory, little-endian; of texts the first 16 bytes.
    """

    width: int
    sides: tuple[bytes, bytes]

    @property
    def numbers(self) -> tuple[int, int]:
        """The operands as numbers without sign."""
        first, second = self.sides
        return int.from_bytes(first, "little"), int.from_bytes(second, "little")


def comparisons_in(coverage: bytes | None) -> list[Comparison]:
    """Return what was compared, in order, without what was compared before.

    Args:
        coverage: of an `Outcome` of a consumer that tells comparisons; None for nothing.
    """
    if coverage is None or len(coverage) < _COUNT.size:
        return []
    most = (len(coverage) - _COUNT.size) // _COMPARED.size
    count = min(_COUNT.unpack_from(coverage)[0], most)
    found = []
    for at in range(_COUNT.size, _COUNT.size + count * _COMPARED.size, _COMPARED.size):
        width, first_size, second_size, first, second = _COMPARED.unpack_from(coverage, at)
        if width in _WIDTHS and max(first_size, second_size) <= len(first):
            found.append(Comparison(width, (first[:first_size], second[:second_size])))
    return found
