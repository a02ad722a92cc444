"""What the code of a consumer knows: texts of machine code, constants of Python source."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from validator.consumers.hints import Hints, hints_of, module_hints, source_hints

_C = """
#include <string.h>
int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long size) {
    if (size > 9 && !memcmp(data, "include:", 8)) return -1;
    return size > 5 && !strcmp((const char *)data, "admin") ? 0 : -1;
}
"""
_PYTHON = '''
"""Reads tables: a text with blanks is no word."""
raise RuntimeError("never run")
KEYS = {"color": 4660, "x": 1}
def read(data):
    return data.startswith(b"HEAD") and data[4] == 0x7fff and data[5] != True
'''


@pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler")
def test_texts_that_machine_code_knows(tmp_path: Path) -> None:
    source, library = tmp_path / "reader.c", tmp_path / "reader.so"
    source.write_text(_C)
    subprocess.run(["cc", "-O0", "-shared", "-fPIC", "-o", library, source], check=True)
    words = hints_of(str(library)).words
    assert b"include:" in words and b"admin" in words


def test_constants_of_python_source_without_running_it(tmp_path: Path) -> None:
    path = tmp_path / "reader.py"
    path.write_text(_PYTHON)
    found = source_hints(str(path))
    assert set(found.words) == {b"color", b"HEAD"}
    assert set(found.numbers) == {4660, 4, 0x7FFF, 5, ord("x")}
    assert hints_of(str(path)) == found
    assert module_hints("reader:read", ["elsewhere", str(tmp_path)]) == found
    assert module_hints("missing:read", [str(tmp_path)]) == Hints()


@pytest.mark.parametrize("text", [b"def (", b"\0", b"(" * 5000, b"\xff\xfe"])
def test_what_is_no_source_knows_nothing(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "reader.py"
    path.write_bytes(text)
    assert source_hints(str(path)) == Hints()


def test_files_that_are_no_code_know_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"\x7fELF" + bytes(100))
    assert hints_of(str(path)) == Hints() == hints_of(str(tmp_path / "none"))
