"""Make the files of the real producer: `python corpus/mmdb/produce.py` with mmdb_writer 0.2.7.

The producer writes the time of its run into a file; it is told a fixed one.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from mmdb_writer import MmdbF32, MmdbI32, MmdbU16, MmdbU64, MmdbU128, MMDBWriter
from netaddr import IPSet

VALID = Path(__file__).parent / "valid"
SCORES: dict[str, dict[str, Any]] = {
    "192.0.2.0/28": {"score": 91, "tags": ["botnet", "spam"], "listed": True},
    "192.0.2.64/26": {"score": 12, "tags": ["spam"], "listed": False},
    "198.51.100.7/32": {"score": 0, "tags": [], "listed": True},
}


def _write(name: str, networks: dict[str, Any], **options: Any) -> None:
    writer = MMDBWriter(database_type="Own-Demo", languages=["en"], description=name, **options)
    for network, content in networks.items():
        writer.insert_network(IPSet([network]), content)
    writer.to_db_file(str(VALID / f"{name}.mmdb"))


def main() -> None:
    """Write every produced file."""
    time.time = lambda: 1_700_000_000.0
    kinds = {
        "i32": MmdbI32(-7), "u16": MmdbU16(500), "u64": MmdbU64(2**40), "u128": MmdbU128(2**100),
        "f32": MmdbF32(1.5), "f64": 2.25, "bytes": b"\0\xff", "yes": True, "no": False,
    }  # fmt: skip
    _write("scores-ipv4", SCORES, ip_version=4)
    _write("scores-ipv6-compatible", SCORES, ip_version=6, ipv4_compatible=True)
    _write("every-kind", {"203.0.113.0/24": kinds}, ip_version=4)
    texts = {f"10.0.{i}.0/24": {"text": chr(97 + i) * n}
             for i, n in enumerate((0, 28, 29, 284, 285, 900))}  # fmt: skip
    _write("texts-of-every-size", texts, ip_version=4)
    deep: Any = {"end": "here"}
    for level in range(12):
        deep = {"level": level, "inner": [deep]}
    _write("nested", {"10.0.0.0/8": deep}, ip_version=4)
    several = {f"2001:db8:{i:x}::/48": {"n": i, "half": i // 2} for i in range(40)}
    _write("forty-networks-ipv6", several, ip_version=6)


if __name__ == "__main__":
    main()
