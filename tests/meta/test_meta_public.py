"""Names that others build on, and what importing them costs."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest
from golden_files import check_golden

import validator

HEAVY = (
    "yaml", "click", "rich", "construct", "elftools", "hypothesis", "dataclasses", "json",
    "validator.findings", "validator.ir", "validator.check", "validator.contract",
)  # fmt: skip


def test_public_names() -> None:
    names = "".join(f"{name}\n" for name in sorted(validator.__all__))
    check_golden("public_names.txt", names)


@pytest.mark.parametrize("name", sorted(validator.__all__))
def test_every_public_name_exists(name: str) -> None:
    assert getattr(validator, name) is not None


def test_unknown_name_is_an_attribute_error() -> None:
    module = importlib.import_module("validator")
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = module.no_such_name


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        "import sys; before = set(sys.modules); import validator;"
        "print('\\n'.join(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "validator" in loaded
    assert sorted(loaded & set(HEAVY)) == []
