"""Write the made part of the corpus: `python corpus/uefi_dbx/make.py`; same bytes on every run.

Reads the files of `produce.sh` in `valid/`; writes `valid/spec-*` (signature types that no
producer at hand makes), `invalid/` with one `.expect` a file, `contract.toml`, and the digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from writer import write_corpus

from damage import cases
from shapes import shapes

HERE = Path(__file__).parent

_CONTRACT = """\
# What the corpus is checked against: firmware with the common 32 KiB limit for a variable.

[contract]
name = "firmware-32k"
version = "1.0"
description = "PcdMaxAuthVariableSize of many boards"

[facts]
max_variable_size = 32768
"""


def main() -> None:
    """Write every made file."""
    more = {f"valid/{name}": data for name, data in shapes(HERE / "valid").items()}
    for name, data in more.items():
        (HERE / name).write_bytes(data)
    more["contract.toml"] = _CONTRACT.encode()
    write_corpus(HERE, cases(HERE / "valid"), more, (".esl", ".auth", ".bin"))


if __name__ == "__main__":
    main()
