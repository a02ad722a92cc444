"""What generated makers are made of: the base of their objects, small pieces of their code."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any, ClassVar

from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.holes import digits
from validator.runtime.ops import unpack_rotate, unpack_xor
from validator.runtime.reading import UNMADE

__all__ = ["TROUBLE", "Made", "digits", "over", "pack_process", "some_of"]


class Made:
    """Base of objects that are being made.

    Attributes:
        _up, _f, _x: the object that holds it, the field through which, and its subscript.
        _w: whether it has to end its list; None when it is in none that a condition ends.
    """

    __slots__ = ()
    _own: ClassVar[tuple[str, ...]] = ()
    _lazy_names: ClassVar[tuple[str, ...]] = ()

    def _clear(self) -> None:
        """Forget what was made, for a second attempt."""
        try:
            for name in self._own:
                delattr(self, name)
        except AttributeError:  # they are made in this order
            pass
        for name in self._lazy_names:
            setattr(self, name, UNMADE)


def pack_process(name: str, raw: bytes, *args: Any) -> bytes:
    """Return the bytes that a `process` turns into the given ones."""
    match name:
        case "xor":
            return bytes(unpack_xor(raw, args[0]))
        case "zlib":
            return zlib.compress(raw)
    return bytes(unpack_rotate(raw, args[0], is_left=name != "rol"))


def over(dividend: int, divisor: int) -> int:
    """Return what times a number gives another one, 0 for a number that is 0 itself yet.

    Args:
        dividend, divisor: whole numbers.
    """
    return dividend // divisor if divisor else 0


def some_of(container: Iterable[Any]) -> list[Any]:
    """Return the members of a list, byte string or map, at most 64."""
    return [item for item, _ in zip(container, range(64), strict=False)]
