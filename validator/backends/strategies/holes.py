"""Stored values that are known only when more of the file has been written.

Comes in: an object, the domain of one of its fields, where its bytes lie. Goes out: other bytes
there. Sizes, counts, offsets and checksums are such values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from validator.backends.strategies.domain import Domain

if TYPE_CHECKING:
    from validator.backends.strategies.filling import Filling

Ways = Callable[[Any], Iterable[tuple[Any, int, Any]]]
"""Gives (object, field number, value) of stored values that give an expression a wanted value."""


class Hole:
    """A stored value that may change after it was written.

    Attributes:
        owner, domain: its object and what it may be.
        value: what it is now.
        key: (number of the object, field number).
        late: evaluates what it has to be when the file is complete, or None.
        check: the checksum that it holds: algorithm, and what gives the range; or None.
        data, at: buffer and offset of its bytes, in bits for a bit field.
        size: bytes of a text.
        tests: rules that the value has to pass once it is known.
    """

    __slots__ = ("at", "check", "data", "domain", "key", "late", "owner", "size", "tests", "value")

    def __init__(self, owner: Any, domain: Domain, value: Any) -> None:
        self.owner = owner
        self.domain = domain
        self.value = value
        self.key = (owner._n, domain.place)
        self.late: Callable[[], Any] | None = None
        self.check: tuple[str, Callable[[], tuple[int, ...]]] | None = None
        self.data: bytearray | None = None
        self.at = 0
        self.size = 0
        self.tests: Sequence[Callable[[Any], Any]] = ()

    def place(self, data: bytearray, at: int, size: int = 0) -> None:
        """Say where the bytes lie."""
        self.data = data
        self.at = at
        self.size = size

    def set(self, maker: Filling, value: Any) -> bool:
        """Store another value; False when the field cannot hold it."""
        domain = self.domain
        if not domain.holds(value):
            return False
        if value != self.value:
            if self.data is not None and not self._write(value):
                return False
            self.value = value
            setattr(self.owner, domain.name, value)
            maker.version += 1
        return True

    def _write(self, value: Any) -> bool:
        data, at, domain = self.data, self.at, self.domain
        if data is None:
            return False
        if domain.width:
            write_bits(data, at, domain.width, value, is_little=domain.is_little)
        elif domain.packers:
            is_little = self.owner._le is not False
            packer = domain.packers[0 if is_little else 1]
            packer.pack_into(data, at, value)
        elif isinstance(value, bytes | str):
            raw = value if isinstance(value, bytes) else value.encode(domain.codec)
            if len(raw) != self.size:
                return False
            data[at : at + self.size] = raw
        return True


def write_bits(data: bytearray, at: int, width: int, value: int, *, is_little: bool) -> None:
    """Overwrite a bit field.

    Args:
        data: the buffer.
        at: offset in bits; within a byte, little-endian fields count from the lowest bit.
        width: bits.
        value: 0 to 2**width - 1.
        is_little: the byte order of the field.
    """
    first, last = at >> 3, (at + width + 7) >> 3
    order: Literal["little", "big"] = "little" if is_little else "big"
    present = int.from_bytes(data[first:last], order)
    shift = at & 7 if is_little else (last * 8 - at - width)
    mask = (1 << width) - 1
    present = present & ~(mask << shift) | value << shift
    data[first:last] = present.to_bytes(last - first, order)


def digits(value: int | None, base: int, size: int) -> str | None:
    """Return a number as the text of a field, filled up with zeros.

    Args:
        value: the number; None stays None.
        base: 2 to 36.
        size: characters.
    """
    if value is None or value < 0:
        return None
    found = ""
    while value:
        value, digit = divmod(value, base)
        found = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + found
    found = found or "0"
    return found.rjust(size, "0") if len(found) <= size else None
