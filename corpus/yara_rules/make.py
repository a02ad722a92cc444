"""Write the made part of the corpus: `python corpus/yara_rules/make.py`; same bytes on every run.

Reads `valid/`, made by `produce.py`; writes `invalid/` with one `.expect` a file, and the digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from writer import write_corpus

from damage import cases

HERE = Path(__file__).parent


def main() -> None:
    """Write every made file."""
    write_corpus(HERE, cases(HERE / "valid"), {}, (".bin", ".yarc"))


if __name__ == "__main__":
    main()
