"""Numbers that machine code compares with: found in real code, and never a traceback."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.consumers.constants import _compared, constants_of

SOURCE = """
#include <stdint.h>
#include <stddef.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint16_t *half = (const void *)data;
    const uint32_t *word = (const void *)data;
    if (size < 300) return -1;
    return half[3] == 0x8001 && word[5] == 0xcafe1234 && word[60] > 77777 ? 0 : -1;
}
"""


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("663d3412", [0x1234]),  # cmp ax, imm16
        ("3d78563412", [0x12345678]),  # cmp eax, imm32
        ("3c41", [0x41]),  # cmp al, imm8
        ("81f901800000", [0x8001]),  # cmp ecx, imm32
        ("817b08efbeadde", [0xDEADBEEF]),  # cmp dword [rbx+8], imm32
        ("66817c24103930", [0x3039]),  # cmp word [rsp+16], imm16
        ("813d0000000011223344", [0x44332211]),  # cmp dword [rip+0], imm32
        ("83f814", [20]),  # cmp eax, imm8
        ("83f8ff", []),  # -1 says nothing
        ("81f901", []),  # cut off
        ("4889c3", []),  # no comparison
    ],
)
def test_immediate_operands_of_comparisons(code: str, numbers: list[int]) -> None:
    assert list(_compared(bytes.fromhex(code))) == numbers


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at(code: bytes) -> None:
    assert all(0 < number < 1 << 32 for number in _compared(code))


@given(st.binary(max_size=200).map(b"\x7fELF\x02\x01\x01".__add__))
def test_a_file_that_is_no_program_has_none(tmp_path_factory: object, data: bytes) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "hostile"  # type: ignore[attr-defined]  # pytest's
    path.write_bytes(data)
    assert constants_of(str(path)) == ()
    assert constants_of(str(path) + ".none") == ()


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs cc")
@pytest.mark.skipif(platform.machine() != "x86_64", reason="needs an x86-64 machine")
def test_constants_of_a_real_library(tmp_path: Path) -> None:
    source, library = tmp_path / "target.c", tmp_path / "target.so"
    source.write_text(SOURCE)
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", str(source), "-o", str(library)], check=True)
    found = constants_of(str(library))
    assert {0x8001, 0x0180, 0xCAFE1234, 0x3412FECA} <= set(found)
    assert {77776, 77777, 77778} & set(found)
    assert len(found) == len(set(found))
