"""What a plain YAML scalar means: the YAML 1.2 core schema and no more.

`off`, `no`, `12:30` stay text; `0755` is the decimal number 755 (YAML 1.2, 10.3.2). Beyond
the core schema, `0b101` and underscores between digits are numbers, as Kaitai takes them.
Integers are exact, whatever their size.
"""

from __future__ import annotations

import re

_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_INT = re.compile(
    r"[-+]?(?:(?P<hex>0x[0-9a-fA-F][0-9a-fA-F_]*)|(?P<oct>0o[0-7][0-7_]*)"
    r"|(?P<bin>0b[01][01_]*)|(?P<dec>[0-9][0-9_]*))"
)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"(?P<sign>[-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
MAX_DIGITS = 400
"""Longer numbers stay text: no field holds them, and converting them takes quadratic time."""

ScalarValue = None | bool | int | float | str


def resolve_plain(text: str) -> ScalarValue:
    """Return the value of a plain (unquoted) scalar.

    Args:
        text: the scalar as written.
    Returns:
        None, a bool, an exact int, a float, or the text itself.
    """
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if len(text) > MAX_DIGITS or text[0] not in "+-.0123456789":
        return text
    if match := _INT.fullmatch(text):
        return _integer(match, text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if match := _SPECIAL.fullmatch(text):
        return float("nan") if match["sign"] is None else float(match["sign"] + "inf")
    return text


def _integer(match: re.Match[str], text: str) -> int:
    kind = match.lastgroup or "dec"
    base = {"hex": 16, "oct": 8, "bin": 2, "dec": 10}[kind]
    digits = match[kind].replace("_", "")
    value = int(digits if base == 10 else digits[2:], base)
    return -value if text[0] == "-" else value
