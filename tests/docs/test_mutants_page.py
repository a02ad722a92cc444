"""The page of mutants: its example runs, and its shares are those of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from validator.mutate.mutants import DEFAULT_SHARES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")


def test_the_example_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(compile(first, "docs/mutants.md", "exec"), names)
    exec(compile(second, "docs/mutants.md", "exec"), names)
    assert names["mutant"].seed == "found"
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["0", "1", "2"]


def test_kinds_and_shares() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.M)
    assert {kind: int(share) for kind, share in rows} == DEFAULT_SHARES
