"""Write the made part of the corpus: `python corpus/selinux_policy/make.py`; same bytes each time.

Reads the files of `produce.sh`; writes `invalid/` with one `.expect` a file, and the digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from writer import write_corpus

from damage import cases

HERE = Path(__file__).parent
SUFFIXES = (".bin", ".24", ".28", ".30", ".31", ".32", ".33")


def main() -> None:
    """Write every made file."""
    write_corpus(HERE, cases(HERE / "valid"), {}, SUFFIXES)


if __name__ == "__main__":
    main()
