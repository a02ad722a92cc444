"""The C header of a format: what a consumer's build can check before any file exists.

Comes in: a Program, and what content asks for. Goes out: one header for C99 and later and for
C++11 and later, freestanding, without warnings. What it says holds for every file that the gate
accepts; it replaces no check of a file, nor any bound at run time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.export.bounds import Bounds
from validator.export.c_header.contract import Demand, contract_lines
from validator.export.c_header.enums import enum_lines
from validator.export.c_header.limits import Limits
from validator.export.c_header.names import Names, comment
from validator.export.c_header.prelude import (
    assertions,
    bounds_check,
    includes,
    number_types,
    type_name,
)
from validator.export.c_header.structs import Structs
from validator.export.layout import Layouts
from validator.ir.nodes import Program

_MADE = "Made by `contentgate schema export --to c-header`: make it anew rather than edit it."
_HOLDS = (
    "What stands here holds for every file that contentgate accepts. It is for checks at compile"
    " time; a consumer bounds every read at run time as well."
)
_OWN_TAGS = ("fits", "static_assert", "array_of")
_OWN_MACROS = ("STATIC_ASSERT", "ARRAY_LENGTH", "ASSERT_ROOM", "ASSERT_BYTES", "SCHEMA_DIGEST")


def render(program: Program, demands: Sequence[Demand] = ()) -> str:
    """Return the C header of a program, with a line feed at the end.

    Args:
        program: any program.
        demands: what content asks of its consumers; facts of the program.
    """
    return "\n".join(_lines(program, demands)) + "\n"


def _lines(program: Program, demands: Sequence[Demand]) -> Iterator[str]:
    names = Names(program.name)
    guard = f"CONTENTGATE_{names.upper}_H"
    bounds = Bounds(program)
    layouts = Layouts(program, bounds)
    _claim_own(names)
    structs = Structs(program, layouts, names)
    numbers = structs.numbers()
    for number in numbers:
        _claim_number(names, type_name("", number).lstrip("_"))
    limits = Limits(program, bounds, layouts, structs, names)
    yield from comment((f"{program.name}: {program.title}".rstrip(": "), _MADE, _HOLDS))
    yield from (f"#ifndef {guard}", f"#define {guard}", "")
    yield includes()
    yield f'#define {names.upper}_SCHEMA_DIGEST \\\n    "{program.digest}"'
    yield ""
    yield assertions(names.lower)
    yield bounds_check(names.lower)
    if program.facts:
        yield from _title("What content asks of its consumer")
        yield from contract_lines(program, bounds, names, demands)
    if program.enums:
        yield from _title("Enums")
        yield from enum_lines(program, names)
    yield from _title("Limits")
    yield from limits.file()
    yield from limits.lines()
    body = list(structs.lines())
    if body:
        yield from _title("Layout")
        yield from number_types(names.lower, numbers)
        yield from body
    yield f"#endif /* {guard} */"


def _claim_own(names: Names) -> None:
    """Take the names of the prelude, so that no type of the schema gets them."""
    for tag in _OWN_TAGS:
        names.tag(tag)
    for macro in _OWN_MACROS:
        names.macro(macro)


def _claim_number(names: Names, number: str) -> None:
    for tag in (number, f"load_{number}", f"load_u{number[1:]}"):
        names.tag(tag)


def _title(text: str) -> Iterator[str]:
    yield from (f"/* ---- {text} ---- */", "")
