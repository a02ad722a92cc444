"""Compiled YARA rules of many shapes, by yarac (version 19) and yara-python (version 21)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from real_corpus.model import Made, Part, Shop
from real_corpus.yara_texts import SHAPES, rules

COUNTS = (1, 7, 40)
BIG = 6000
EXTERNALS = {"flag": "true", "level": "7", "outside": "gate", "ratio": "0.25"}
DEFINES = [word for name, value in EXTERNALS.items() for word in ("-d", f"{name}={value}")]
COMPILE = """
import sys, yara
target, *given = sys.argv[1:]
outside = {"flag": True, "level": 7, "outside": "gate", "ratio": 0.25}
paths = dict(item.split(":", 1) for item in given)
yara.compile(filepaths=paths, externals=outside).save(target)
"""


def _sources(shop: Shop) -> Iterator[tuple[str, list[Path]]]:
    """Write the sources; returns a name, and the files that become its name spaces."""
    for shape in SHAPES:
        for count in COUNTS:
            path = shop.scratch / f"{shape}-{count}.yar"
            path.write_text(rules(shape, count, seed=1))
            yield path.stem, [path]
    for count in (2, 9):
        paths = []
        for space in range(count):
            path = shop.scratch / f"space-{space}.yar"
            path.write_text(rules("mixed", 3, seed=100 * count + space))
            paths.append(path)
        yield f"spaces-{count}", paths
    for path in sorted((shop.corpus / "yara_rules/sources").glob("*.yar")):
        if path.stem != "externals" and not path.stem.startswith("spaces_"):
            yield f"own-{path.stem}", [path]
    path = shop.scratch / "big.yar"
    path.write_text(rules("heavy", BIG, seed=1))
    yield f"heavy-{BIG}", [path]


def _by_yarac(shop: Shop) -> Iterator[Made]:
    target = shop.scratch / "made"
    title = f"own sources, {shop.version('yara')}"
    for name, paths in _sources(shop):
        spaces = [f"n{index}:{path}" for index, path in enumerate(paths)]
        shop.run("yarac", "-w", *DEFINES, *spaces, str(target))
        yield Made(f"{name}-19.yarc", target.read_bytes(), title)


def _by_python(shop: Shop) -> Iterator[Made]:
    target = shop.scratch / "made"
    version = shop.run(shop.python, "-c", "import yara; print(yara.__version__)").decode().strip()
    for name, paths in _sources(shop):
        spaces = [f"n{index}:{path}" for index, path in enumerate(paths)]
        shop.run(shop.python, "-c", COMPILE, str(target), *spaces)
        yield Made(f"{name}-21.yarc", target.read_bytes(), f"own sources, yara-python {version}")


PARTS = (
    Part("yara_rules", "own rules by yarac", _by_yarac, ("yarac",)),
    Part("yara_rules", "own rules by yara-python", _by_python, (), ("yara",)),
)
