"""Valid databases that the producer at hand does not make, built from the specification.

Comes in: nothing. Goes out: file name -> bytes. Nothing here shares code with the validator.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

MARKER = b"\xab\xcd\xefMaxMind.com"
POINTER, TEXT, U16, U32, MAP, U64, ARRAY = 1, 2, 5, 6, 7, 9, 11
Node = tuple[int, int]


def head(kind: int, size: int) -> bytes:
    """Return the bytes that say kind and size; for sizes below 65,821."""
    if size < 29:
        low, more = size, b""
    elif size < 285:
        low, more = 29, bytes([size - 29])
    else:
        low, more = 30, struct.pack(">H", size - 285)
    first = bytes([kind << 5 | low]) if kind < 8 else bytes([low, kind - 7])
    return first + more


def text(value: str) -> bytes:
    """Return a string."""
    return head(TEXT, len(value.encode())) + value.encode()


def number(kind: int, value: int) -> bytes:
    """Return a number without leading zeros."""
    digits = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return head(kind, len(digits)) + digits


def table(pairs: Mapping[str, bytes]) -> bytes:
    """Return a map of encoded values."""
    return head(MAP, len(pairs)) + b"".join(text(key) + value for key, value in pairs.items())


def pointer(target: int) -> bytes:
    """Return a pointer; for targets below 526,336."""
    if target < 2048:
        return bytes([POINTER << 5 | target >> 8, target & 0xFF])
    low = target - 2048
    return bytes([POINTER << 5 | 8 | low >> 16, low >> 8 & 0xFF, low & 0xFF])


def metadata(nodes: int, record_size: int, other: Mapping[str, bytes]) -> bytes:
    """Return the metadata; `other` replaces encoded values by key, b"" leaves one out."""
    pairs = {
        "node_count": number(U32, nodes),
        "record_size": number(U16, record_size),
        "ip_version": number(U16, 4),
        "database_type": text("Own-Demo"),
        "languages": head(ARRAY, 1) + text("en"),
        "binary_format_major_version": number(U16, 2),
        "binary_format_minor_version": number(U16, 0),
        "build_epoch": number(U64, 1_700_000_000),
        "description": table({"en": text("made from the specification")}),
    }
    return table({key: value for key, value in {**pairs, **other}.items() if value})


def tree(nodes: Sequence[Node], record_size: int) -> bytes:
    """Return the search tree."""
    made = b""
    for left, right in nodes:
        match record_size:
            case 24:
                made += left.to_bytes(3, "big") + right.to_bytes(3, "big")
            case 28:
                made += (left & 0xFFFFFF).to_bytes(3, "big")
                made += bytes([left >> 24 << 4 | right >> 24])
                made += (right & 0xFFFFFF).to_bytes(3, "big")
            case _:
                made += struct.pack(">II", left, right)
    return made


def database(nodes: Sequence[Node], data: bytes, record_size: int = 24, **other: bytes) -> bytes:
    """Return a whole file; `other` replaces entries of the metadata, named with a `_` in front."""
    entries = {key.removeprefix("_"): value for key, value in other.items()}
    body = tree(nodes, record_size) + bytes(16) + data
    return body + MARKER + metadata(len(nodes), record_size, entries)


FIRST = table({"score": number(U16, 300), "names": table({"en": text("one"), "de": text("eins")})})
NAMES = FIRST.index(head(MAP, 2), 1)
"""Offset of the inner map, which the second record shares."""
SECOND = table({"names": pointer(NAMES), "score": number(U16, 7)})
DATA = FIRST + SECOND
NODES = ((1, 3), (3 + 16, 2), (3, 3 + 16 + len(FIRST)))


def databases() -> dict[str, bytes]:
    """Return every valid file that is made here, by name."""
    long = table({"text": text("x" * 3000), "last": pointer(0)})
    far = text("first") + long + table({"again": pointer(len(text("first")))})
    two_marks = table({"text": head(4, len(MARKER)) + MARKER})
    return {
        "shared-map-24.mmdb": database(NODES, DATA, 24),
        "shared-map-28.mmdb": database(NODES, DATA, 28),
        "shared-map-32.mmdb": database(NODES, DATA, 32),
        "pointer-behind-2048.mmdb": database(
            ((1 + 16 + len(text("first")), 1),), far + pointer_map(len(far))),
        "marker-in-the-data.mmdb": database(((1, 1 + 16),), two_marks),
        "no-networks.mmdb": database(((1, 1),), b""),
    }  # fmt: skip


def pointer_map(after: int) -> bytes:
    """Return a map whose value points to the map that ends the data so far."""
    return table({"far": pointer(after - len(table({"again": pointer(0)})))})
