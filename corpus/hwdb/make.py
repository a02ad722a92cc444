"""Write the made part of the corpus: `python corpus/hwdb/make.py`; same bytes on every run.

Reads the files of `produce.sh`; writes `invalid/` with one `.expect` a file, and the digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from writer import write_corpus

from damage import PRODUCED, cases

HERE = Path(__file__).parent


def main() -> None:
    """Write every made file."""
    produced = HERE / "invalid" / PRODUCED
    more = {f"invalid/{PRODUCED}": produced.read_bytes()}
    more[f"invalid/{produced.stem}.expect"] = (
        b"0x50+8: error[prefix-too-long] nodes.items[0].prefix_off\n"
    )
    write_corpus(HERE, cases(HERE / "valid"), more, (".bin",))


if __name__ == "__main__":
    main()
