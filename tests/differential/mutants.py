"""Damaged copies of a file: truncations and changed bytes, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

_EDGES = (0x00, 0x01, 0x7F, 0x80, 0xFF)


def truncations(data: bytes, count: int, seed: str) -> Iterator[bytes]:
    """Yield at most `count` proper prefixes, all of them when there are no more."""
    if len(data) <= count:
        lengths = list(range(len(data)))
    else:
        lengths = sorted(random.Random(seed).sample(range(len(data)), count))
    for length in lengths:
        yield data[:length]


def changed(data: bytes, count: int, seed: str) -> Iterator[bytes]:
    """Yield `count` copies with one to three bytes replaced, half of them near the start."""
    if not data:
        return
    rng = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            reach = min(len(copy), 48) if rng.random() < 0.5 else len(copy)
            value = rng.choice(_EDGES) if rng.random() < 0.5 else rng.randrange(256)
            copy[rng.randrange(reach)] = value
        yield bytes(copy)
