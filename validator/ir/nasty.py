"""Texts that programs stumble over, for whoever makes or changes a text that is free.

Comes in: nothing. Goes out: one list, the shortest first, for files made from a schema alone and
for mutants alike. It refuses to know any format: whether a text fits is decided where it is put.
"""

from __future__ import annotations

LETTER = b"A"
"""The one letter of a run."""

NASTY = (
    b"",
    b"(",
    b"\\",
    b"*",
    b"%",
    b"'",
    b'"',
    b"\x7f",
    b"\x00",
    b"\n",
    b"[a",
    b"..",
    b"%n",
    b"-1",
    b"../",
    b"${a",
    b"a\x00b",
    b"%n%s%x",
    b"(((((((",
    b"a{99999}",
    b"(a*)*b",
    b"%999999d",
    b"' OR ''='",
    b"../../etc/passwd",
    b"4294967296",
    b"-9223372036854775808",
)
"""Format directives, paths upwards, quotes, open brackets, a NUL inside, numbers of no width."""

INVALID_UTF8 = (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xe2\x82", b"\xf4\x90\x80\x80")
"""No UTF-8: no first byte, NUL in two bytes, half a surrogate, cut, past the last character."""


def nasty_fitting(size: int) -> tuple[bytes, ...]:
    """Return the texts that fit, a run of one letter that fills the room as the last one.

    Args:
        size: bytes of the room, >= 0.
    """
    return (*(text for text in NASTY if len(text) <= size), LETTER * max(size, 0))
