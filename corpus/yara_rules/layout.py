"""Where things stand in a file of compiled rules: just enough to damage it on purpose.

Comes in: the bytes of a file by the real producer. Goes out: offsets and changed files. Nothing
here shares code with the validator.
"""

from __future__ import annotations

import struct

NAMESPACES, RULES, METAS, STRINGS, VARIABLES, POOL = range(6)
CODE, PATTERNS, TRANSITIONS, STATE_MATCHES, MATCHES, SUMMARY = range(6, 12)
_COUNT = 12
_HEADER = 6


def start(data: bytes, buffer: int) -> int:
    """Return the absolute offset of a buffer; of number 12, that of the relocations.

    Args:
        data: the whole file.
        buffer: 0 to 12.
    """
    return _HEADER + 12 * _COUNT + sum(size(data, number) for number in range(buffer))


def size(data: bytes, buffer: int) -> int:
    """Return the size of a buffer in bytes."""
    return int(struct.unpack_from("<I", data, _HEADER + 12 * buffer + 8)[0])


def relocations(data: bytes) -> int:
    """Return the absolute offset of the list of relocations."""
    return start(data, _COUNT)


def word(data: bytes, at: int) -> int:
    """Return the little-endian 32-bit number at an absolute offset."""
    return int(struct.unpack_from("<I", data, at)[0])


def words(*values: int) -> bytes:
    """Return numbers as 4 bytes each, little-endian."""
    return struct.pack(f"<{len(values)}I", *values)


def without_end(data: bytes, buffer: int, cut: int) -> bytes:
    """Return the file with the last bytes of a buffer taken away, and the table repaired.

    Args:
        data: the whole file; not modified.
        buffer: 0 to 11.
        cut: bytes to take away, at most the size of the buffer.
    """
    end = start(data, buffer) + size(data, buffer)
    sizes = [size(data, number) - (cut if number == buffer else 0) for number in range(_COUNT)]
    table = b""
    at = _HEADER + 12 * _COUNT
    for length in sizes:
        table += struct.pack("<QI", at, length)
        at += length
    return data[:_HEADER] + table + data[_HEADER + 12 * _COUNT : end - cut] + data[end:]
