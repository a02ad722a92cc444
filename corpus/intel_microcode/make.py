"""Write the corpus: `python corpus/intel_microcode/make.py`; same bytes on every run.

Writes `valid/` (but for the bundle of `produce.sh`), `seeds/`, `invalid/` with one `.expect` a
file, and the digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from writer import write_corpus

from damage import cases
from shapes import updates

HERE = Path(__file__).parent
SEEDS = ("smallest.bin", "further-signatures.bin", "metadata.bin", "three-updates.bin")


def main() -> None:
    """Write every made file."""
    made = updates()
    more = {f"valid/{name}": data for name, data in made.items()}
    more |= {f"seeds/{name}": made[name] for name in SEEDS}
    write_corpus(HERE, cases(made), more, (".bin",))


if __name__ == "__main__":
    main()
