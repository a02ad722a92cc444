"""Valid microcode updates, built from Intel's manual; the payload is noise that no processor runs.

Comes in: nothing. Goes out: file name -> bytes. Nothing here shares code with the validator.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field

SIGNATURE = 0x000F0A91
"""Of a processor that does not exist: family 15, model 0xA9, stepping 1."""
FIELDS = {
    "header_version": 0,
    "revision": 4,
    "date": 8,
    "signature": 12,
    "checksum": 16,
    "loader_revision": 20,
    "platforms": 24,
    "data_size": 28,
    "total_size": 32,
    "metadata_size": 36,
    "minimum_revision": 40,
    "reserved": 44,
}
"""Offsets in the header, in bytes."""
HEADER = 48
MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Update:
    """What one update says.

    Attributes:
        data: bytes behind the header, a multiple of 4.
        further: signature and platforms of further processors.
        metadata_size: how many of the data's last bytes are metadata.
        sizes: `data_size` and `total_size` to state; None for those that are true.
    """

    data: bytes
    revision: int = 0x17
    date: int = 0x03142024
    signature: int = SIGNATURE
    platforms: int = 0x12
    further: tuple[tuple[int, int], ...] = field(default=())
    metadata_size: int = 0
    minimum_revision: int = 0
    sizes: tuple[int, int] | None = None


def word_sum(data: bytes) -> int:
    """Return the sum of the 32-bit little-endian words, modulo 2**32."""
    return sum(struct.unpack(f"<{len(data) // 4}I", data)) & MASK


def noise(label: str, size: int) -> bytes:
    """Return `size` bytes that depend on the label only."""
    blocks = (hashlib.sha256(f"{label} {i}".encode()).digest() for i in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def build(update: Update) -> bytes:
    """Return the bytes of one update, all three kinds of sums right."""
    total = HEADER + len(update.data) + (20 + 12 * len(update.further) if update.further else 0)
    data_size, total_size = update.sizes or (len(update.data), total)
    fields = [1, update.revision, update.date, update.signature, 0, 1, update.platforms,
              data_size, total_size, update.metadata_size, update.minimum_revision, 0]  # fmt: skip
    fields[4] = -word_sum(struct.pack("<12I", *fields) + update.data) & MASK
    made = struct.pack("<12I", *fields) + update.data
    return made + (_table(update, fields[4]) if update.further else b"")


def _table(update: Update, checksum: int) -> bytes:
    entries = b""
    for signature, platforms in update.further:
        own = (update.signature + update.platforms + checksum - signature - platforms) & MASK
        entries += struct.pack("<III", signature, platforms, own)
    head = struct.pack("<II12x", len(update.further), 0)
    return struct.pack("<II12x", len(update.further), -word_sum(head + entries) & MASK) + entries


def data_for(label: str, further: int = 0, total: int = 1024, end: bytes = b"") -> bytes:
    """Return data that make the update `total` bytes long.

    Args:
        label: of the noise.
        further: number of further signatures.
        total: bytes of the update, a multiple of 1024.
        end: the data's last bytes, metadata.
    """
    table = 20 + 12 * further if further else 0
    return noise(label, total - HEADER - table - len(end)) + end


def block(kind: int, content: bytes) -> bytes:
    """Return one block of metadata."""
    return struct.pack("<II", kind, 8 + len(content)) + content


METADATA = block(3, struct.pack("<I", 0x10)) + block(2, bytes(range(100))) + block(0, b"")
FIVE = tuple((SIGNATURE - 0x10 * i, 1 << i) for i in range(5))


def updates() -> dict[str, bytes]:
    """Return every valid file, by name."""
    made = {
        "smallest": build(Update(data_for("smallest"))),
        "sizes-0": build(Update(noise("sizes-0", 2000), sizes=(0, 0))),
        "size-0-of-2048": build(Update(noise("size-0-of-2048", 2000), sizes=(0, 2048))),
        "no-platforms": build(Update(data_for("no-platforms"), platforms=0)),
        "leap-day": build(Update(data_for("leap-day"), date=0x02292000, revision=0x7FFFFFFF)),
        "further-signature": build(Update(data_for("one", 1), further=((SIGNATURE, 0x80),))),
        "further-signatures": build(Update(data_for("five", 5), further=FIVE)),
        "metadata": build(Update(data_for("metadata", end=METADATA), metadata_size=len(METADATA),
                                 minimum_revision=0x17)),
    }  # fmt: skip
    both = Update(data_for("both", 5, end=METADATA), metadata_size=len(METADATA), further=FIVE)
    made["metadata-further-signatures"] = build(both)
    made["three-updates"] = made["metadata"] + made["leap-day"] + made["no-platforms"]
    made["update-twice"] = made["smallest"] * 2
    return {f"{name}.bin": data for name, data in made.items()}
