"""The page of strategies: its examples run, and its modes are those of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from validator.backends.strategies import MODES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "strategies.md").read_text(encoding="utf-8")


def test_the_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    assert len(blocks) == 2
    monkeypatch.chdir(ROOT)
    for block in blocks:
        names: dict[str, Any] = {"__name__": "example"}
        exec(compile(block, "docs/strategies.md", "exec"), names)


def test_modes() -> None:
    assert tuple(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.M)) == MODES
