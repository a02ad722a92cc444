"""Finding the bytes of a value: size, end of stream, terminator, padding, processing.

Order: read, strip padding, cut at the terminator, process (Kaitai Struct user guide).
"""

from __future__ import annotations

import zlib

from validator.backends.construct.evaluate import compile_expr
from validator.backends.construct.faults import Fault, Stop
from validator.backends.construct.run import Detail, Scope
from validator.backends.construct.window import Origin, Window
from validator.dataclass import dataclass
from validator.ir.expr import Lit
from validator.ir.nodes import Extent, Process, Program


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
            if self.size is None and start > after:
                raise short_read(window, scope, start, 0)
            region = Region(start, self._cut(window, start, after), after)
        window.position = region.after
        return region

    def _sized(self, window: Window, scope: Scope, start: int) -> int:
        assert self.size is not None
        size = scope.evaluate(self.size, window, start)
        if size < 0:
            at = min(start, window.end)
            message = f"size is {size}"
            raise scope.stop("size-invalid", at, at, message, window, detail=Detail(size))
        if size > window.available:
            raise short_read(window, scope, start, size)
        return start + int(size)

    def _terminated(self, window: Window, scope: Scope, start: int) -> Region:
        mark = self.extent.terminator
        assert mark is not None
        if start > window.end:
            raise short_read(window, scope, start, len(mark))
        found = find_mark(window, start, window.end, mark)
        if found is None:
            stop = window.end
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


def short_read(window: Window, scope: Scope, start: int, wanted: int) -> Stop:
    """Report that a value does not fit; return the exception to raise.

    Args:
        window, scope: where it was to be read.
        start: where it starts in the buffer.
        wanted: bytes that it takes.
    """
    if start > window.end:
        message = f"position {start - window.start} of {window.end - window.start} bytes"
        at, detail = window.end, Detail(0, wanted)
        return scope.stop("position-outside-stream", at, at, message, window, detail=detail)
    if window.is_short:
        return Stop()  # a count that asks for too much has been reported
    message = f"{wanted} bytes are needed, {window.end - start} are left"
    begun = window.position - start if window.bits_left else 0
    detail = Detail(window.end - start - begun, wanted - begun)
    return scope.stop("unexpected-eof", start, window.end, message, window, detail=detail)


class Unpacker:
    """Undoes a `process`."""

    def __init__(self, program: Program, process: Process) -> None:
        self.name = process.name
        self.args = [compile_expr(program, arg) for arg in process.args]

    def unpack(self, raw: bytes, region: Region, window: Window, scope: Scope) -> bytes:
        """Return what the raw bytes mean.

        Raises:
            Stop: they cannot be unpacked, an argument has no value, or a budget is used up.
        """
        args = [scope.evaluate(arg, window, region.start) for arg in self.args]
        at = region.start
        match self.name:
            case "xor":
                key = bytes([args[0]]) if args[0] in range(256) else args[0]
                if isinstance(key, int) or not key:
                    message = f"the xor key {key!r} is neither a byte nor bytes"
                    raise scope.stop("expression-failed", at, at, message, window)
                return _xor(raw, key)
            case "rol" | "ror":
                left = (args[0] if self.name == "rol" else -args[0]) % 8
                return raw.translate(bytes((b << left | b >> 8 - left) & 255 for b in range(256)))
        return self._inflate(raw, region, window, scope)

    def _inflate(self, raw: bytes, region: Region, window: Window, scope: Scope) -> bytes:
        limit = scope.run.budget.unpacked - scope.run.unpacked
        stream = zlib.decompressobj()
        try:
            result = stream.decompress(raw, limit + 1)
        except zlib.error as error:
            raise self._damaged(str(error), region, window, scope) from None
        if len(result) > limit:
            raise scope.abort(region.start, "unpacked bytes exceed the budget", window)
        # parsers of the language do not look behind the end
        if not stream.eof or (stream.unused_data and not scope.run.is_lazy):
            message = "bytes follow the zlib data" if stream.eof else "zlib data end too early"
            raise self._damaged(message, region, window, scope)
        scope.run.unpacked += len(result)
        return result

    def _damaged(self, message: str, region: Region, window: Window, scope: Scope) -> Fault:
        return scope.stop("processing-failed", region.start, region.after, message, window)


def _xor(raw: bytes, key: bytes) -> bytes:
    mask = (key * (len(raw) // len(key) + 1))[: len(raw)]
    mixed = int.from_bytes(raw, "big") ^ int.from_bytes(mask, "big")
    return mixed.to_bytes(len(raw), "big")


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
