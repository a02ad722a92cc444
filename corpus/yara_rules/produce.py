"""Compile `sources/` with the real producers: `python corpus/yara_rules/produce.py FOLDER`.

Needs `yarac` of Debian 12 (YARA 4.2.3, writes file version 19) and the package yara-python 4.5.4
(writes 21). Each source becomes NAME-19.yarc and NAME-21.yarc in FOLDER; a choice of them is
committed in `valid/`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yara

SOURCES = Path(__file__).parent / "sources"
EXTERNALS = {"flag": True, "level": 7, "name": "gate", "ratio": 0.25}
DEFINES = ["-d", "flag=true", "-d", "level=7", "-d", "name=gate", "-d", "ratio=0.25"]


def main(folder: Path) -> None:
    """Write both versions of every source.

    Args:
        folder: where the files go; is created.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(SOURCES.glob("*.yar")):
        name = source.stem
        if name.startswith("spaces_"):
            continue
        outside = name == "externals"
        rules = yara.compile(filepath=str(source), externals=EXTERNALS if outside else {})
        rules.save(str(folder / f"{name}-21.yarc"))
        _yarac([*(DEFINES if outside else []), str(source)], folder / f"{name}-19.yarc")
    spaces = {"one": str(SOURCES / "spaces_a.yar"), "two": str(SOURCES / "spaces_b.yar")}
    yara.compile(filepaths=spaces).save(str(folder / "spaces-21.yarc"))
    _yarac([f"{space}:{path}" for space, path in spaces.items()], folder / "spaces-19.yarc")


def _yarac(arguments: list[str], target: Path) -> None:
    subprocess.run(["yarac", *arguments, str(target)], check=True, timeout=60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
