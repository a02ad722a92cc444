"""Compiled YARA rules as yara-python reads them: load, list, scan, save.

Comes in: the path of a file. It stands alone: the interpreter that has yara-python need not have
contentgate.
"""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

import yara

_TIMEOUT_S = 30
_TEXT = Path(__file__).parent.parent / "harness" / "text.txt"


def read(path: str) -> None:
    """Load rules, look at all of them, scan several kinds of data, and save them again.

    Args:
        path: the compiled rules.
    Raises:
        yara.Error: yara-python says no, and why on standard error.
    """
    try:
        _use(path)
    except yara.Error as error:
        sys.stderr.write(f"{error}\n")
        raise


def _use(path: str) -> None:
    rules = yara.load(path)
    for rule in rules:
        str((rule.identifier, rule.tags, rule.meta))
    text = _TEXT.read_bytes()
    own = Path(path).read_bytes()
    for data in (text + own, _program_of_linux(text), _program_of_windows(text)):
        for match in rules.match(data=data, timeout=_TIMEOUT_S):
            str((match.rule, match.namespace, match.meta))
            for string in match.strings:
                str((string.identifier, [found.matched_data for found in string.instances]))
    rules.save(file=io.BytesIO())


def _program_of_linux(text: bytes) -> bytes:
    """Return an ELF file of one section, which holds the text."""
    names = b"\0.text\0"
    head = b"\x7fELF\x02\x01\x01" + bytes(9)
    place = 64 + len(text) + len(names)
    head += struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0x400040, 0, place, 0, 64, 56, 0, 64, 2, 0)
    sections = struct.pack("<IIQQQQIIQQ", 0, 3, 0, 0, 64 + len(text), len(names), 0, 0, 1, 0)
    sections += struct.pack("<IIQQQQIIQQ", 1, 1, 6, 0x400040, 64, len(text), 0, 0, 1, 0)
    return head + text + names + sections


def _program_of_windows(text: bytes) -> bytes:
    """Return a PE file of one section, which holds the text."""
    head = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = struct.pack("<HHIIIHH", 0x14C, 1, 0, 0, 0, 224, 0x102)
    optional = struct.pack(
        "<HBBIIIIIIIII", 0x10B, 6, 0, 512, 0, 0, 4096, 4096, 0, 0x400000, 4096, 512
    )
    optional += struct.pack(
        "<HHHHHHIIIIHHIIIIII", 4, 0, 0, 0, 4, 0, 0, 8192, 512, 0, 3, 0, *[4096] * 4, 0, 16
    )
    optional += bytes(224 - len(optional))
    size = -len(text) % 512 + len(text)
    section = b".text\0\0\0" + struct.pack(
        "<IIIIIIHHI", len(text), 4096, size, 512, 0, 0, 0, 0, 0x60000020
    )
    return (head + b"PE\0\0" + coff + optional + section).ljust(512, b"\0") + text.ljust(
        size, b"\0"
    )
