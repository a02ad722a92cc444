"""The plugin costs a run of pytest that does not use it nothing but its own module."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

HEAVY = ("yaml", "construct", "hypothesis", "click", "rich", "elftools", "validator.testing",
         "validator.check", "validator.fuzz", "validator.cli", "validator.consumers")  # fmt: skip


def test_it_is_found_by_pytest() -> None:
    found = {point.name: point.value for point in entry_points(group="pytest11")}
    assert found.get("contentgate") == "validator.pytest_plugin", "run `make setup` again"


def test_a_run_that_does_not_use_it_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text("def test_other(): pass\n")
    (tmp_path / "case.json").write_text("{}")
    (tmp_path / "conftest.py").write_text(
        "import sys\n"
        "def pytest_unconfigure():\n"
        "    assert 'validator.pytest_plugin' in sys.modules\n"
        f"    heavy = {HEAVY!r}\n"
        "    found = sorted(name for name in sys.modules if name.startswith(heavy))\n"
        "    print('LOADED', [name for name in found if name in heavy])\n"
    )
    options = ["-q", "-p", "no:hypothesispytest", "-p", "no:cov", "-p", "no:xdist"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options], cwd=tmp_path, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    # Only a file named as kept crashes are is looked into, and that takes what reads them.
    assert "LOADED []" in done.stdout
