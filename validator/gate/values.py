"""Kinds of text, number and list that several settings have.

Comes in: nothing. Goes out: specs for the tables of `settings` and `consumer_tables`.
"""

from __future__ import annotations

import re

from validator.gate.spec import Count, ListOf, Text

_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0}
_BYTES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_AMOUNT = re.compile(r"([0-9.]+) ?([A-Za-z]+)")


def _seconds(text: str) -> float:
    number, unit = _split(text)
    return float(number) * _SECONDS[unit]


def _size(text: str) -> int:
    number, unit = _split(text)
    return int(number) * _BYTES[unit]


def _split(text: str) -> tuple[str, str]:
    match = _AMOUNT.match(text)
    assert match is not None, "the pattern of the setting has matched"
    return match[1], match[2]


PATH = Text("a path relative to this file")
INNER_GLOB = Text(
    "a pattern relative to this file and inside its folder",
    r"^(?!/)(?!([\s\S]*/)?\.\.(/|$))[^\u0000]+$",
)
GLOB = Text("a pattern relative to this file")
DURATION = Text(
    'a duration such as "2s", "500ms" or "1min"',
    r"^(?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,3})?(ms|s|min)(?![\s\S])",
    _seconds,
)
SIZE = Text(
    'a size such as "256MiB", "64KiB" or "1GiB"',
    r"^(?=.*[1-9])[0-9]{1,9} ?(B|KiB|MiB|GiB)(?![\s\S])",
    _size,
)
NAME = Text(
    "a name of letters, digits, dots, dashes and underscores",
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?![\s\S])",
)
VARIABLE = Text("a variable name", r"^[A-Za-z_][A-Za-z0-9_]{0,127}(?![\s\S])")
VALUE = Text("a string", r"^[^\u0000]*$")
FORMAT = Text("a report format", r"^[a-z0-9-]{1,32}(?![\s\S])")
TYPE = Text("the name of a type", r"^[a-z][a-z0-9_]{0,127}(?![\s\S])")
CUSTOM = Text("the name of a custom process", r"^[a-z][a-z0-9_.]{0,127}(?![\s\S])")
PROCESS = Text("none, or a built-in process", r"^(none|zlib|(xor|rol|ror)(\(.+\))?)(?![\s\S])")
CODES = ListOf(Count(0, 255))
