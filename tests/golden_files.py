"""Compare text with a file under tests/golden, or rewrite it.

`CONTENTGATE_GOLDEN=1 pytest ...` (and `make golden`) rewrites; review is the diff.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
SWITCH = "CONTENTGATE_GOLDEN"


def check_golden(name: str, text: str) -> None:
    """Fail unless `tests/golden/NAME` holds exactly this text.

    Args:
        name: path below tests/golden, such as `reports/text.txt`.
        text: what was produced; nothing volatile inside.
    """
    path = FOLDER / name
    if os.environ.get(SWITCH) == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        return
    if not path.exists():
        raise AssertionError(f"tests/golden/{name} does not exist; write it with {SWITCH}=1")
    expected = path.read_bytes().decode("utf-8")
    if text != expected:
        diff = difflib.unified_diff(
            expected.splitlines(), text.splitlines(), f"golden/{name}", "produced", lineterm=""
        )
        raise AssertionError("\n".join([f"differs; accept with {SWITCH}=1", *diff]))
