"""Checksums over a range of a file, with parts of it taken as zero bytes.

Comes in: a name, bytes, absolute offsets. Goes out: an int for sums and CRCs, bytes for
hashes. Memory stays constant: data is never copied except for `fletcher32` and sums of words,
which may straddle the parts. It knows nothing of schemas and imports the standard library only.
"""

from __future__ import annotations

import zlib

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ALGORITHMS: tuple[str, ...] = (
    "crc32", "crc32c", "adler32", "sum8", "sum16", "sum32", "fletcher16", "fletcher32",
    "wsum16le", "wsum16be", "wsum32le", "wsum32be",
    "zsum8", "zsum16le", "zsum16be", "zsum32le", "zsum32be",
    "md5", "sha1", "sha256", "sha512",
)  # fmt: skip
"""Names that `checksum` knows."""

_SUM_BITS = {"sum8": 8, "sum16": 16, "sum32": 32}
_ZEROS = bytes(1 << 16)
_PIECE = 1 << 20


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
            odd last byte filled up with zero. `wsumN` adds words of N bits modulo 2**N, the last
            one filled up with zero; `zsumN` is what has to be added for a sum of 0.
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
    if algorithm == "crc32" and not zero and end - start <= _PIECE:
        return zlib.crc32(data[start:end])  # what nearly all formats have, without generators
    pieces = _pieces(data, start, end, zero)
    match algorithm:
        case "crc32":
            return _fold(zlib.crc32, pieces, 0)
        case "adler32":
            return _fold(zlib.adler32, pieces, 1)
        case "sum8" | "sum16" | "sum32":
            return sum(map(sum, pieces)) & ((1 << _SUM_BITS[algorithm]) - 1)
    # The others need modules that a hook should not pay for unless a schema asks for them.
    from validator.runtime import slow_sums  # noqa: PLC0415 - start-up time of the hook

    match algorithm:
        case "crc32c":
            return _fold(slow_sums.crc32c, pieces, 0)
        case "fletcher16" | "fletcher32":
            return slow_sums.fletcher(pieces, int(algorithm[8:]))
    if algorithm[1:4] == "sum":
        return slow_sums.word_sum(pieces, algorithm)
    return slow_sums.digest(algorithm, pieces)


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
