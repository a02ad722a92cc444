"""Checksums over a range of a file, with parts of it taken as zero bytes.

Comes in: a name, bytes, absolute offsets. Goes out: an int for sums and CRCs, bytes for
hashes. Memory stays constant: data is never copied except for `fletcher32`, whose words may
straddle the parts. It knows nothing of schemas and imports the standard library only.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

ALGORITHMS: tuple[str, ...] = (
    "crc32", "crc32c", "adler32", "sum8", "sum16", "sum32", "fletcher16", "fletcher32",
    "md5", "sha1", "sha256", "sha512",
)  # fmt: skip
"""Names that `checksum` knows."""

_CASTAGNOLI = 0x82F63B78  # RFC 3720, appendix B.4, bit-reversed
_SUM_BITS = {"sum8": 8, "sum16": 16, "sum32": 32}
_ZEROS = bytes(1 << 16)
_PIECE = 1 << 20
_WIDE_FROM = 1 << 13


def checksum(
    algorithm: str,
    data: memoryview,
    start: int,
    end: int,
    zero: Sequence[tuple[int, int]] = (),
) -> int | bytes:
    """Compute a checksum of `data[start:end]`.

    Args:
        algorithm: one of `ALGORITHMS`. `sumN` adds bytes modulo 2**N; `fletcher16` takes
            bytes modulo 255; `fletcher32` takes little-endian 16-bit words modulo 65535, an
            odd last byte filled up with zero.
        data: the whole file, a contiguous view of bytes; not modified.
        start, end: byte offsets in data, 0 <= start <= end <= len(data).
        zero: (start, end) ranges in data that count as zero bytes; any order, may overlap,
            what lies outside of start..end is ignored.
    Returns:
        The digest as bytes for md5 and sha*, an unsigned int for all others.
    Raises:
        ValueError: unknown algorithm, or start and end are not inside data.
    """
    if algorithm not in ALGORITHMS:
        raise ValueError(f"unknown checksum algorithm {algorithm!r}")
    if not 0 <= start <= end <= len(data):
        raise ValueError(f"range {start}..{end} is outside of {len(data)} bytes")
    pieces = _pieces(data, start, end, zero)
    match algorithm:
        case "crc32":
            return _fold(zlib.crc32, pieces, 0)
        case "adler32":
            return _fold(zlib.adler32, pieces, 1)
        case "crc32c":
            return _fold(_crc32c, pieces, 0)
        case "sum8" | "sum16" | "sum32":
            return sum(map(sum, pieces)) & ((1 << _SUM_BITS[algorithm]) - 1)
        case "fletcher16":
            return _fletcher(pieces, 255, 8)
        case "fletcher32":
            return _fletcher([_words(b"".join(pieces))], 65535, 16)
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def _pieces(
    data: memoryview, start: int, end: int, zero: Sequence[tuple[int, int]]
) -> Iterator[memoryview | bytes]:
    position = start
    for low, high in sorted(zero):
        low, high = max(low, position), min(high, end)
        if low >= high:
            continue
        yield from _slices(data, position, low)
        for done in range(low, high, len(_ZEROS)):
            yield _ZEROS[: min(len(_ZEROS), high - done)]
        position = high
    yield from _slices(data, position, end)


def _slices(data: memoryview, start: int, end: int) -> Iterator[memoryview]:
    for low in range(start, end, _PIECE):
        yield data[low : min(low + _PIECE, end)]


def _fold(
    step: Callable[[memoryview | bytes, int], int], pieces: Iterable[memoryview | bytes], value: int
) -> int:
    for piece in pieces:
        value = step(piece, value)
    return value & 0xFFFFFFFF


@cache
def _byte_table() -> list[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (_CASTAGNOLI if value & 1 else 0)
        table.append(value)
    return table


@cache
def _word_table() -> list[int]:
    """Two steps of the byte table in one, for a 16-bit word."""
    once = _byte_table()
    first = (once[word & 255] ^ word >> 8 for word in range(1 << 16))
    return [once[state & 255] ^ state >> 8 for state in first]


def _crc32c(data: memoryview | bytes, crc: int) -> int:
    crc ^= 0xFFFFFFFF
    rest = data
    if len(data) >= _WIDE_FROM:  # below that, building the table costs more than it saves
        even = len(data) & ~1
        wide = _word_table()
        for word in _words(bytes(data[:even])):
            crc = wide[(crc ^ word) & 0xFFFF] ^ crc >> 16
        rest = data[even:]
    table = _byte_table()
    for byte in rest:
        crc = table[(crc ^ byte) & 255] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def _words(data: bytes) -> array[int]:
    words = array("H", data + b"\0" if len(data) & 1 else data)
    if sys.byteorder == "big":
        words.byteswap()
    return words


def _fletcher(parts: Iterable[Sequence[int] | memoryview], modulus: int, shift: int) -> int:
    low = high = 0
    for part in parts:
        # sum of all prefix sums; each prefix starts from the sum carried over
        high += len(part) * low + sum(accumulate(part))
        low += sum(part)
        low, high = low % modulus, high % modulus
    return high << shift | low
