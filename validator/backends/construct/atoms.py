"""Constructs of single values: numbers, bit fields, byte strings, text."""

from __future__ import annotations

from typing import Any

import construct

from validator.backends.construct.base import Reader
from validator.backends.construct.faults import Stop
from validator.backends.construct.regions import Finder, Region, short_read
from validator.backends.construct.run import Scope
from validator.backends.construct.values import State
from validator.backends.construct.window import Window
from validator.ir.nodes import BitsRead, BytesRead, Endian, NumberRead, Program, StrRead

_CODES = {"I": "L", "i": "l"}
"""construct's names of codes that have two in the `struct` module."""


class Number(Reader):
    """A fixed-width number: construct's `FormatField`, of the object's byte order if asked."""

    def __init__(self, node: NumberRead) -> None:
        super().__init__()
        primitive = node.primitive
        self.width = primitive.width
        self.endian = node.endian
        code = _CODES.get(primitive.code, primitive.code)
        self.little = construct.FormatField("<", code)
        self.big = construct.FormatField(">", code)

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read the number; see `Reader.read`."""
        window.align()
        start = window.position
        is_little = self.endian is Endian.LITTLE
        if self.endian is Endian.CALCULATED:
            if scope.obj.is_little is None:
                raise Stop  # reported when the byte order was to be decided
            is_little = scope.obj.is_little
        if window.available < self.width:
            raise short_read(window, scope, start, self.width)
        value = (self.little if is_little else self.big)._parsereport(window, context, path)
        scope.cover(window, start, window.position)
        return value


class Bits(Reader):
    """An unsigned bit field in either bit order."""

    is_bits = True

    def __init__(self, node: BitsRead) -> None:
        super().__init__()
        self.width = node.width
        self.is_little = node.endian is Endian.LITTLE
        self.as_bool = node.as_bool

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read the bit field; see `Reader.read`."""
        if not window.has_bits(self.width, little=self.is_little):
            start = window.value_start
            missing = (self.width - window.bits_left + 7) // 8
            raise short_read(window, scope, start, window.position - start + missing)
        start = window.value_start
        value = window.read_bits(self.width, little=self.is_little)
        scope.cover(window, start, window.position)
        return bool(value) if self.as_bool else value


class ByteString(Reader):
    """A byte string, unpacked."""

    def __init__(self, program: Program, node: BytesRead | StrRead) -> None:
        super().__init__()
        self.finder = Finder(program, node.extent)

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read the bytes; see `Reader.read`."""
        return self.content(self.finder.find(window, scope), window, scope)

    def content(self, region: Region, window: Window, scope: Scope) -> bytes:
        """Return the bytes of a region, unpacked."""
        scope.cover(window, region.start, region.after)
        raw = bytes(window.buffer[region.start : max(region.end, region.start)])
        if self.finder.unpack is None:
            return raw
        return self.finder.unpack.unpack(raw, region, window, scope)


class Text(ByteString):
    """A string in an encoding."""

    def __init__(self, program: Program, node: StrRead) -> None:
        super().__init__(program, node)
        self.encoding = node.encoding

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read the text; `State.FAILED` when it cannot be decoded; see `Reader.read`."""
        region = self.finder.find(window, scope)
        raw = self.content(region, window, scope)
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            message = f"not valid {self.encoding} at byte {error.start}"
            scope.note("encoding-invalid", region.start, region.end, message, window)
        except UnicodeError as error:
            message = f"not valid {self.encoding}: {error}"
            scope.note("encoding-invalid", region.start, region.end, message, window)
        return State.FAILED
