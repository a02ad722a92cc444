"""Numbers that a consumer's machine code compares something with, worth trying in fields.

Comes in: the path of a program or shared library. Goes out: numbers. x86-64 ELF files only; of
anything else there are none, which is no error: they are a hint, and nothing rests on them. Code is
looked at byte by byte, not decoded, so a few of the numbers are none of the program's.

Source: Intel SDM, volume 2: CMP (80 /7, 81 /7, 83 /7, 3C, 3D), ModR/M and SIB.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from validator.consumers.elf import EXECUTABLE, PROGBITS, X86_64, Elf, ElfError, load_elf

MAX_NUMBERS = 160
_MAX_CODE = 1 << 24
_COMPARE = re.compile(
    rb"[\x80\x81\x83][\x38-\x3f\x78-\x7f\xb8-\xbf\xf8-\xff]|[\x3c\x3d]", re.DOTALL
)
_SHORT_OPERAND = 0x66
_SMALL = 1 << 8


def constants_of(path: str) -> tuple[int, ...]:
    """Return the numbers that a program compares with, most frequent first.

    Args:
        path: of an ELF file; of another file there are none.
    Returns:
        at most `MAX_NUMBERS`, each once, >= 1; of those over 255 also with their bytes the other
        way round, for fields that are compared as they lie in memory.
    """
    try:
        with open(path, "rb") as file:
            elf = load_elf(file)
        if elf.machine != X86_64:
            return ()
        found = Counter(number for code in _code_of(elf) for number in _compared(code))
    except (OSError, ElfError):
        return ()
    ranked = sorted(found, key=lambda number: (-found[number], number))[:MAX_NUMBERS]
    return tuple(dict.fromkeys(each for number in ranked for each in _both_orders(number)))


def _both_orders(number: int) -> tuple[int, ...]:
    if number < _SMALL:
        return (number,)
    width = 2 if number < 1 << 16 else 4
    return number, int.from_bytes(number.to_bytes(width, "little"), "big")


def _code_of(elf: Elf) -> Iterator[bytes]:
    left = _MAX_CODE
    for section in elf.sections:
        if section.flags & EXECUTABLE and section.kind == PROGBITS:
            if section.size > left:
                return
            left -= section.size
            yield elf.content(section)


def _compared(code: bytes) -> Iterator[int]:
    """Yield the immediate operands of what looks like a comparison."""
    for match in _COMPARE.finditer(code):
        at = match.start()
        opcode = code[at]
        is_short = at > 0 and code[at - 1] == _SHORT_OPERAND
        if opcode in b"\x3c\x3d":
            start, width = at + 1, 1 if opcode == 0x3C else 2 if is_short else 4
        else:
            start = at + 2 + _operand_size(code, at + 1)
            width = 1 if opcode != 0x81 else 2 if is_short else 4
        raw = code[start : start + width]
        if len(raw) < width:
            continue
        number = int.from_bytes(raw, "little")
        # A byte is extended with its sign, so -1 stands for the largest number of any width.
        if number and not (width == 1 and number >= 0x80):
            yield number


def _operand_size(code: bytes, at: int) -> int:
    """Return the bytes between ModR/M and the immediate operand."""
    mode, register = code[at] >> 6, code[at] & 7
    if mode == 3:
        return 0
    has_sib = register == 4
    if mode == 0:
        is_absolute = register == 5 or (has_sib and code[at + 1 : at + 2] and code[at + 1] & 7 == 5)
        return has_sib + (4 if is_absolute else 0)
    return has_sib + (1 if mode == 1 else 4)
