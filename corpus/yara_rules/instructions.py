"""Where the instructions of the conditions start: just enough to name them in a path.

Comes in: the bytes of a file by the real producer. Goes out: offsets. Nothing here shares code
with the validator.
"""

from __future__ import annotations

import struct

from layout import CODE, relocations, size, start

_WIDE = {11, 13, 15, 16, 18, 26, 27, *range(29, 37), 41}
_JUMPS = {*range(43, 53)}
_WIDTHS = {
    19: dict.fromkeys(_WIDE | {71}, 8) | dict.fromkeys(_JUMPS | {58, 59}, 4)
    | {28: 8, 60: 1, 61: 2, 62: 4},
    21: dict.fromkeys(_WIDE | {74}, 8) | dict.fromkeys(_JUMPS | {61, 62}, 4)
    | {28: 8, 63: 1, 64: 2, 65: 4},
}  # fmt: skip


def item(data: bytes, offset: int) -> str:
    """Return the path of the instruction at an offset of the code.

    Args:
        data: the whole file.
        offset: from the start of the code.
    """
    widths, begin = _WIDTHS[data[4]], start(data, CODE)
    at = index = 0
    while at < offset:
        at += 1 + widths.get(data[begin + at], 0)
        index += 1
    if at != offset:
        raise ValueError(f"no instruction starts at {offset}")
    return f"code.items[{index}]"


def first_import_last(data: bytes) -> bytes:
    """Return the file with its first import moved behind the last rule; relocations follow it.

    Args:
        data: the whole file, with an import as its first instruction; not modified.
    """
    begin, length, table = start(data, CODE), size(data, CODE), relocations(data)
    code = data[begin : begin + length]
    moved = code[9:-1] + code[:9] + code[-1:]
    places = b""
    for at in range(table, len(data), 8):
        buffer, offset = struct.unpack_from("<II", data, at)
        if buffer == CODE:
            offset = length - 9 if offset == 1 else offset - 9
        places += struct.pack("<II", buffer, offset)
    return data[:begin] + moved + data[begin + length : table] + places
