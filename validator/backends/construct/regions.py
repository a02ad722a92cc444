"""Finding the bytes of a value: size, end of stream, terminator, padding, processing.

Order: read, strip padding, cut at the terminator, process (Kaitai Struct user guide).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from validator.backends.construct.evaluate import compile_expr
from validator.backends.construct.run import Scope
from validator.backends.construct.window import Origin, Window
from validator.ir.expr import Lit
from validator.ir.nodes import Extent, Process, Program

_STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class Region:
    """Where a value lies, in the window's buffer.

    Attributes:
        start, end: the value without padding and terminator.
        after: where reading goes on.
    """

    start: int
    end: int
    after: int


class Finder:
    """Finds the region of one extent."""

    def __init__(self, program: Program, extent: Extent) -> None:
        self.extent = extent
        self.size = None if extent.size is None else compile_expr(program, extent.size)
        self.unpack = None if extent.process is None else Unpacker(program, extent.process)

    def find(self, window: Window, scope: Scope) -> Region:
        """Find the value at the window's position, and move past it.

        Raises:
            Stop: it does not fit, its size is negative or unknown, it lacks its terminator.
        """
        window.align()
        start = window.position
        if self.size is None and not self.extent.to_end:
            region = self._terminated(window, scope, start)
        else:
            after = window.end if self.size is None else self._sized(window, scope, start)
            after = max(after, start)  # size-eos past the end of the stream: nothing is left
            region = Region(start, self._cut(window, start, after), after)
        window.position = region.after
        return region

    def _sized(self, window: Window, scope: Scope, start: int) -> int:
        assert self.size is not None
        size = scope.evaluate(self.size, window, start)
        if size < 0:
            raise scope.stop("size-invalid", start, start, f"size is {size}", window)
        if size > window.available:
            raise short_read(window, scope, start, size)
        return start + int(size)

    def _terminated(self, window: Window, scope: Scope, start: int) -> Region:
        mark = self.extent.terminator
        assert mark is not None
        found = find_mark(window, start, window.end, mark)
        if found is None:
            stop = max(window.end, start)
            if self.extent.eos_error:
                message = f"no {mark.hex(' ')} before the end of the stream"
                raise scope.stop("terminator-missing", start, stop, message, window)
            return Region(start, stop, stop)
        after = found + len(mark)
        end = after if self.extent.include else found
        return Region(start, end, after if self.extent.consume else found)

    def _cut(self, window: Window, start: int, end: int) -> int:
        mark, pad = self.extent.terminator, self.extent.pad_right
        if pad is not None and (mark is None or mark[-1] != pad):
            while end > start and window.buffer[end - 1] == pad:
                end -= 1
        if mark is not None:
            found = find_mark(window, start, end, mark)
            if found is not None:
                end = found + (len(mark) if self.extent.include else 0)
        return end


def find_mark(window: Window, start: int, end: int, mark: bytes) -> int | None:
    """Return the first offset in start..end where the mark stands, aligned to its length."""
    unit = len(mark)
    content = bytes(window.buffer[start:end]) if end > start else b""
    at = content.find(mark)
    while at >= 0 and at % unit:
        at = content.find(mark, at + 1)
    return None if at < 0 else start + at


def short_read(window: Window, scope: Scope, start: int, wanted: int) -> Exception:
    """Report that a value does not fit; return the exception to raise.

    Args:
        window, scope: where it was to be read.
        start: where it starts in the buffer.
        wanted: bytes that it takes.
    """
    if start > window.end:
        message = f"position {start - window.start} of {window.end - window.start} bytes"
        return scope.stop("position-outside-stream", start, start, message, window)
    message = f"{wanted} bytes are needed, {window.end - start} are left"
    return scope.stop("unexpected-eof", start, window.end, message, window)


class Unpacker:
    """Undoes a `process`."""

    def __init__(self, program: Program, process: Process) -> None:
        self.name = process.name
        self.args = [compile_expr(program, arg) for arg in process.args]

    def unpack(self, raw: bytes, region: Region, window: Window, scope: Scope) -> bytes | None:
        """Return what the raw bytes mean; None when they cannot be unpacked (reported).

        Raises:
            Stop: an argument has no value, or the budget for unpacked bytes is used up.
        """
        args = [scope.evaluate(arg, window, region.start) for arg in self.args]
        match self.name:
            case "xor":
                return self._xor(raw, args[0], region, window, scope)
            case "rol" | "ror":
                return self._rotate(raw, args[0], region, window, scope)
        return self._inflate(raw, region, window, scope)

    def _refuse(
        self, rule: str, message: str, region: Region, window: Window, scope: Scope
    ) -> None:
        scope.note(rule, region.start, region.after, message, window)

    def _xor(
        self, raw: bytes, key: Any, region: Region, window: Window, scope: Scope
    ) -> bytes | None:
        if isinstance(key, int):
            if not 0 <= key <= 255:
                self._refuse("processing-failed", f"key {key} is no byte", region, window, scope)
                return None
            key = bytes([key])
        if not key:
            self._refuse("processing-failed", "the key is empty", region, window, scope)
            return None
        mask = bytes(key) * (len(raw) // len(key) + 1)
        mixed = int.from_bytes(raw, "big") ^ int.from_bytes(mask[: len(raw)], "big")
        return mixed.to_bytes(len(raw), "big")

    def _rotate(
        self, raw: bytes, amount: int, region: Region, window: Window, scope: Scope
    ) -> bytes | None:
        if amount < 0:
            self._refuse("size-invalid", f"amount is {amount}", region, window, scope)
            return None
        left = (amount if self.name == "rol" else -amount) % 8
        return raw.translate(bytes((b << left | b >> 8 - left) & 255 for b in range(256)))

    def _inflate(self, raw: bytes, region: Region, window: Window, scope: Scope) -> bytes | None:
        limit = scope.run.budget.unpacked - scope.run.unpacked
        stream = zlib.decompressobj()
        parts: list[bytes] = []
        try:
            rest = raw
            while not stream.eof:
                part = stream.decompress(rest, _STEP)
                rest = stream.unconsumed_tail
                if not part and not rest and not stream.eof:
                    break
                parts.append(part)
                limit -= len(part)
                if limit < 0:
                    start, message = region.start, "unpacked bytes exceed the budget"
                    raise scope.stop("budget-exceeded", start, start, message, window)
        except zlib.error as error:
            self._refuse("processing-failed", str(error), region, window, scope)
            return None
        if not stream.eof or stream.unused_data:
            message = "zlib data go on" if stream.eof else "zlib data end too early"
            self._refuse("processing-failed", message, region, window, scope)
            return None
        result = b"".join(parts)
        scope.run.unpacked += len(result)
        return result


def make_window(data: bytes, raw: Region, window: Window) -> Window:
    """Return a window of unpacked bytes, whose place is that of the raw ones."""
    start, end = window.place(raw.start, raw.after)
    return Window(memoryview(data), 0, len(data), Origin(start, end - start))


def min_bytes(extent: Extent) -> int:
    """Return how many bytes every region of the extent takes at least."""
    match extent.size:
        case Lit(value=int(value)):
            return max(value, 0)
    is_open = extent.size is None and not extent.to_end
    if is_open and extent.terminator and extent.consume and extent.eos_error:
        return len(extent.terminator)
    return 0
