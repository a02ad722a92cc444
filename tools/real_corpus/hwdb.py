"""Hardware databases: all of Debian's sources, each alone, and in the older form.

The producer stores the whole path of each source, so bytes differ with the folder it works in.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from real_corpus.model import Made, Part, Shop


def _databases(shop: Shop) -> Iterator[Made]:
    package = shop.packages("udev")
    found = [*package.root.glob("lib/udev/hwdb.d/*.hwdb"),
             *package.root.glob("usr/lib/udev/hwdb.d/*.hwdb")]  # fmt: skip
    sources = sorted(found, key=lambda path: path.name)
    title = f"{package.title}, {shop.version('udev')}"
    yield Made("all.bin", _compile(shop, sources), title)
    yield Made("all-compat.bin", _compile(shop, sources, is_older=True), title)
    yield Made("all-but-three.bin", _compile(shop, sources[3:]), title)
    for path in sources:
        yield Made(f"{path.stem}.bin", _compile(shop, [path]), title)
        yield Made(f"{path.stem}-compat.bin", _compile(shop, [path], is_older=True), title)


def _compile(shop: Shop, sources: Sequence[Path], *, is_older: bool = False) -> bytes:
    root = shop.scratch / "root"
    shutil.rmtree(root, ignore_errors=True)
    folder = root / "etc/udev/hwdb.d"
    folder.mkdir(parents=True)
    for path in sources:
        shutil.copy(path, folder)
    if is_older:
        shop.run("udevadm", "hwdb", "--update", f"--root={root}")
    else:
        shop.run("systemd-hwdb", "update", "-r", str(root))
    return (root / "etc/udev/hwdb.bin").read_bytes()


PARTS = (Part("hwdb", "the database of Debian", _databases, ("systemd-hwdb", "udevadm")),)
