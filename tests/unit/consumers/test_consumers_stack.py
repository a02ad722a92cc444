"""Stacks in what a dying program wrote."""

from __future__ import annotations

import pytest

from validator.consumers.stack import stack_frames

ASAN = """\
==7==ERROR: AddressSanitizer: heap-buffer-overflow
    #0 0x7f5 in __asan_memcpy (/usr/lib/llvm-14/lib/linux/libclang_rt.asan-x86_64.so+0xd2f79)
    #1 0x55d in merge /src/load.c:26:4 (BuildId: 2c54)
    #2 0x55d (/opt/reader.so+0x6b4cb) (BuildId: 2c54)
    #3 0x7f5 in __libc_start_main (/lib/x86_64-linux-gnu/libc.so.6+0x2724a)

    #0 0x7f5 in malloc
"""
PYTHON = """\
Traceback (most recent call last):
  File "/src/a.py", line 3, in outer
  File "/src/b.py", line 9, in inner
ValueError: no
"""


def test_places_in_libraries_of_the_system_are_names() -> None:
    assert stack_frames(b"", ASAN.encode()) == (
        "__asan_memcpy (libclang_rt.asan-x86_64.so)",
        "merge /src/load.c:26:4",
        "(/opt/reader.so+0x6b4cb)",
        "__libc_start_main (libc.so.6)",
    )


@pytest.mark.parametrize("is_error", [True, False])
def test_python_is_told_innermost_first(is_error: bool) -> None:
    text = PYTHON.encode()
    frames = stack_frames(b"", text) if is_error else stack_frames(text, b"")
    assert frames == ("inner /src/b.py:9", "outer /src/a.py:3")


@pytest.mark.parametrize(
    "frame",
    [
        "0x5 in call library_driver.c",
        "0x5  (/tmp/b/450b-library-driver+0x29ee) (BuildId: 2c54)",
        "in call (450b-library-driver+0x29ee)",
    ],
)
def test_a_stack_ends_at_what_calls_the_library(frame: str) -> None:
    text = f"ERROR:\n    #0 0x1 in pick /src/library_driver_of_mine/a.c:3\n    #1 {frame}\n"
    found = stack_frames(b"", text.encode())
    assert found == ("pick /src/library_driver_of_mine/a.c:3",)


def test_nothing_is_read_into_other_output() -> None:
    assert stack_frames(b"#define A 1\n# 0 in f\n", b"#include <x.h>\xff") == ()
    assert stack_frames(b"", b"no stack") == ()
