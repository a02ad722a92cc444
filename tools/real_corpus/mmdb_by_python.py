"""Run by the interpreter that has mmdb_writer: writes databases of many shapes into a folder.

    python mmdb_by_python.py FOLDER

The producer writes the time of its run into a file; it is told a fixed one.
"""

from __future__ import annotations

import importlib
import ipaddress
import random
import sys
import time
from pathlib import Path
from typing import Any

# By name: they are not among the packages that the project is checked with.
mmdb_writer: Any = importlib.import_module("mmdb_writer")
netaddr: Any = importlib.import_module("netaddr")

SIZES = (0, 1, 10, 300, 3000)


def _names(index: int) -> dict[str, str]:
    return {"en": f"place {index % 90}", "de": "Größe"}


def _record(draw: random.Random, index: int) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "score": mmdb_writer.MmdbU16(draw.randrange(1000)),
        "country": {"iso_code": draw.choice(("DE", "FR", "JP")), "names": _names(index)},
        "tags": [draw.choice(("spam", "botnet", "scan")) for _ in range(draw.randint(0, 5))],
        "listed": draw.random() < 0.5,
        "latitude": draw.uniform(-90, 90),
        "small": mmdb_writer.MmdbF32(draw.uniform(0, 1)),
        "number": mmdb_writer.MmdbU128(draw.getrandbits(120)),
        "delta": mmdb_writer.MmdbI32(-draw.randrange(9999)),
        "counter": mmdb_writer.MmdbU64(draw.getrandbits(60)),
        "raw": bytes(draw.randrange(256) for _ in range(draw.randint(0, 40))),
        "text": "x" * draw.choice((0, 1, 28, 29, 284, 285, 700)),
    }  # fmt: skip
    return {key: whole[key] for key in sorted(whole) if draw.random() < 0.6}


def _network(draw: random.Random, version: int) -> str:
    bits = 32 if version == 4 else 128
    length = draw.randint(8, 32) if version == 4 else draw.randint(16, 64)
    number = draw.getrandbits(length) << (bits - length)
    kind = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address
    return f"{kind(number)}/{length}"


def main(folder: Path) -> None:
    """Write every database.

    Args:
        folder: where they go.
    """
    time.time = lambda: 1_700_000_000.0
    for version in (4, 6):
        for count in SIZES:
            for is_compatible in (False, True) if version == 6 else (False,):
                draw = random.Random(f"{version}/{count}/{is_compatible}")
                options = {"ipv4_compatible": True} if is_compatible else {}
                writer = mmdb_writer.MMDBWriter(
                    ip_version=version, database_type="Own-Demo", languages=["en", "de"],
                    description=f"{count} networks", **options)  # fmt: skip
                for index in range(count):
                    network = netaddr.IPSet([_network(draw, version)])
                    writer.insert_network(network, _record(draw, index))
                name = f"ipv{version}-{count}{'-compatible' if is_compatible else ''}"
                writer.to_db_file(str(folder / f"{name}.mmdb"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
