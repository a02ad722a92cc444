"""A small file in hex, with the bytes of some fields marked and named.

Comes in: bytes and ranges with names. Goes out: lines such as

    0130  00 05 00 00[01]05 01 00[78]     criteria[20].op, criteria[20].value

Of a long file only the lines around the marks are shown. It refuses to know what the marks mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from validator.dataclass import dataclass
from validator.report.escape import terminal

ROW = 16
_WHOLE = 512
"""Bytes of the longest file that is shown whole."""

_AROUND = 2
_NAMED = 3
_WIDTH = 3 * ROW + 4


@dataclass(frozen=True, slots=True)
class Mark:
    """Bytes `start` to `end` have a name."""

    start: int
    end: int
    name: str


Paint = Callable[[str], str]


def hex_lines(data: bytes, marks: Sequence[Mark], paint: Paint | None = None) -> Iterator[str]:
    """Yield a file in hex.

    Args:
        data: the file.
        marks: what is marked; an empty range marks the byte at it.
        paint: makes a marked byte stand out; None puts brackets around it.
    """
    rows = range(0, max(len(data), 1), ROW)
    wide = [Mark(one.start, max(one.end, one.start + 1), one.name) for one in marks]
    shown = set(rows) if len(data) <= _WHOLE else _near(rows, wide)
    is_gap = False
    digits = max(4, len(f"{len(data):x}"))
    for start in rows:
        if start not in shown:
            if not is_gap:
                yield ".."
            is_gap = True
            continue
        is_gap = False
        inside = [one for one in wide if one.start < start + ROW and start < one.end]
        body, width = _row(data[start : start + ROW], start, inside, paint)
        names = _names([one for one in inside if one.start >= start or start == one.start])
        pad = " " * max(_WIDTH - width, 1) if names else ""
        yield f"{start:0{digits}x} {body}{pad}{names}".rstrip()


def _near(rows: range, marks: Sequence[Mark]) -> set[int]:
    """Return the rows around marks; without any the first ones."""
    found: set[int] = set()
    for one in marks or [Mark(0, 1, "")]:
        first = one.start // ROW - _AROUND
        last = min((one.end - 1) // ROW, one.start // ROW + 3 * _AROUND) + _AROUND
        found.update(row * ROW for row in range(first, last + 1))
    return found & set(rows)


def _row(raw: bytes, start: int, marks: Sequence[Mark], paint: Paint | None) -> tuple[str, int]:
    """Return the bytes of a row, and how many columns they take."""
    flags = [any(one.start <= start + at < one.end for one in marks) for at in range(len(raw))]
    if paint is not None:
        pairs = [
            paint(f"{byte:02x}") if is_marked else f"{byte:02x}"
            for byte, is_marked in zip(raw, flags, strict=True)
        ]
        return " " + " ".join(pairs), 3 * len(raw)
    text = ""
    for at, byte in enumerate(raw):
        before = at > 0 and flags[at - 1]
        opens, closes = flags[at] and not before, before and not flags[at]
        text += "]" if closes else ""
        text += "[" if opens else " " if not closes else ""
        text += f"{byte:02x}"
    text += "]" if flags and flags[-1] else ""
    return text, len(text)


def _names(marks: Sequence[Mark]) -> str:
    names = list(dict.fromkeys(terminal(one.name) for one in marks if one.name))
    more = f", {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
