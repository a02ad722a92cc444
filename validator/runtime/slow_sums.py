"""Checksums that few schemas use, and what they import.

Comes in: bytes in pieces. Goes out: an int, or the digest as bytes. Loaded by
`validator.runtime.checksums` when first asked for.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate

_CASTAGNOLI = 0x82F63B78  # RFC 3720, appendix B.4, bit-reversed
_WIDE_FROM = 1 << 13
_CODES = {array(code).itemsize: code for code in "BHLI"}  # `L` has 8 bytes on many machines


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


def crc32c(data: memoryview | bytes, crc: int) -> int:
    """Continue a CRC-32C (Castagnoli) over more bytes.

    Args:
        data: the bytes.
        crc: result so far, 0 at the start.
    """
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


def fletcher(parts: Iterable[memoryview | bytes], bits: int) -> int:
    """Compute a Fletcher checksum.

    Args:
        parts: the bytes, in pieces.
        bits: 16 (bytes modulo 255) or 32 (little-endian words modulo 65535).
    """
    if bits == 32:
        return _fletcher([_words(b"".join(parts))], 65535, 16)
    return _fletcher(parts, 255, 8)


def word_sum(parts: Iterable[memoryview | bytes], algorithm: str) -> int:
    """Add the words of a range, or tell what has to be added for a sum of 0.

    Args:
        parts: the bytes, in pieces.
        algorithm: `wsum` or `zsum`, the bits of a word, and their order unless it is one byte.
    """
    bits = int(algorithm[4:].rstrip("bel"))
    width = bits // 8
    data = b"".join(parts)
    words = array(_CODES[width], data + bytes(-len(data) % width))
    if sys.byteorder != ("big" if algorithm.endswith("be") else "little"):
        words.byteswap()
    total = sum(words)
    return (total if algorithm[0] == "w" else -total) & ((1 << bits) - 1)


def digest(algorithm: str, parts: Iterable[memoryview | bytes]) -> bytes:
    """Compute a cryptographic hash.

    Args:
        algorithm: a name that `hashlib` knows.
        parts: the bytes, in pieces.
    """
    made = hashlib.new(algorithm, usedforsecurity=False)
    for part in parts:
        made.update(part)
    return made.digest()


def _fletcher(parts: Iterable[Sequence[int] | memoryview], modulus: int, shift: int) -> int:
    low = high = 0
    for part in parts:
        # sum of all prefix sums; each prefix starts from the sum carried over
        high += len(part) * low + sum(accumulate(part))
        low += sum(part)
        low, high = low % modulus, high % modulus
    return high << shift | low
