"""The corpus of selinux_policy: files of the real producer, and damaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "selinux_policy"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(str(ROOT / "schemas" / "selinux_policy.ksy"))


def test_the_class_is_named_with_both_numbers(schema: Schema) -> None:
    file = "permissions-declared-not-present__class_file_7_of_6.bin"
    (found,) = schema.check_bytes((CORPUS / "invalid" / file).read_bytes())
    assert found.message == "class file declares 7 permissions and has 6"


def test_numbers_of_a_common_are_named(schema: Schema) -> None:
    file = "permissions-declared-not-present__class_crate_7_of_6.bin"
    (found,) = schema.check_bytes((CORPUS / "invalid" / file).read_bytes())
    assert found.message == "class crate declares 7 permissions and has 2, and 4 from common cargo"
