"""Write the made part of the corpus: `python corpus/apparmor_policy/make.py`.

Reads the files of `produce.sh`; writes `invalid/` with one `.expect` a file, one valid file with
values that the producer does not write, and the digests. Same bytes on every run.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from writer import write_corpus

from damage import cases, every_optional_value

HERE = Path(__file__).parent


def main() -> None:
    """Write every made file."""
    agent = (HERE / "valid" / "attached-with-exec-targets.bin").read_bytes()
    more = {"valid/spec-every-optional-value.bin": every_optional_value(agent)}
    write_corpus(HERE, cases(HERE / "valid"), more, (".bin",))


if __name__ == "__main__":
    main()
