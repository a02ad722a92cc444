"""Write the made part of the corpus: `python corpus/mmdb/make.py`; same bytes on every run.

Writes the files of `shapes.py` to `valid/`, `seeds/`, `invalid/` with one `.expect` a file, and
the digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from writer import write_corpus

from damage import cases
from shapes import databases

HERE = Path(__file__).parent
SEEDS = ("shared-map-24.mmdb", "shared-map-28.mmdb", "shared-map-32.mmdb", "scores-ipv4.mmdb")


def main() -> None:
    """Write every made file."""
    more = {f"valid/{name}": data for name, data in databases().items()}
    for name in SEEDS:
        more[f"seeds/{name}"] = more.get(f"valid/{name}") or (HERE / "valid" / name).read_bytes()
    write_corpus(HERE, cases(), more, (".bin", ".mmdb"))


if __name__ == "__main__":
    main()
