"""MaxMind databases of own content, by the two writers that are packaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from real_corpus.model import Made, Part, Shop
from real_corpus.needs import PERL

HERE = Path(__file__).parent


def _by_python(shop: Shop) -> Iterator[Made]:
    shop.run(shop.python, str(HERE / "mmdb_by_python.py"), str(shop.scratch))
    for path in sorted(shop.scratch.glob("*.mmdb")):
        yield Made(path.name, path.read_bytes(), "own content, mmdb_writer of PyPI")


def _by_perl(shop: Shop) -> Iterator[Made]:
    shop.run("perl", str(HERE / "mmdb_by_perl.pl"), str(shop.scratch))
    for path in sorted(shop.scratch.glob("*.mmdb")):
        yield Made(path.name, path.read_bytes(), f"own content, {shop.version(PERL)}")


PARTS = (
    Part("mmdb", "own content by mmdb_writer", _by_python, (), ("mmdb_writer",)),
    Part("mmdb", "own content by MaxMind::DB::Writer", _by_perl, ("perl", PERL)),
)
