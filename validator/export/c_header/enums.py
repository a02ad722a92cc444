"""Enums as C enums, or as macros where a value is no `int`.

Comes in: enums. Goes out: lines of C: the members, how long a table must be that is indexed by
them (SPAN), and a list for code that handles all of them (EACH).
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.export.c_header.names import Names, comment, comment_text, constant, define
from validator.export.c_header.structs import short_path
from validator.ir.nodes import EnumDef, Program

_INT_MIN, _INT_MAX = -(1 << 31), (1 << 31) - 1
_LONGEST_TABLE = 1 << 16
_MOST_IN_LIST = 256


def enum_lines(program: Program, names: Names) -> Iterator[str]:
    """Yield all enums of a program.

    Args:
        program: whose enums.
        names: hands out names.
    """
    for enum in program.enums:
        if enum.members:
            yield from _enum(program, enum, names)


def _enum(program: Program, enum: EnumDef, names: Names) -> Iterator[str]:
    path = short_path(program, enum.path)
    docs = enum.docs or ("",) * len(enum.members)
    labels = [names.macro("", *path, label) for _, label in enum.members]
    values = [value for value, _ in enum.members]
    is_int = min(values) > _INT_MIN and max(values) <= _INT_MAX
    rows = list(zip(labels, values, docs, strict=True))
    yield from comment((enum.name,))
    if is_int:
        yield f"enum {names.tag(*path)} {{"
        for index, (label, value, doc) in enumerate(rows):
            comma = "," if index < len(rows) - 1 else ""
            yield f"    {label} = {constant(value)}{comma}{_remark(doc)}"
        yield "};"
    else:
        for label, value, doc in rows:
            yield define(label, constant(value)) + _remark(doc)
    if min(values) >= 0 and max(values) < _LONGEST_TABLE:
        name = names.macro("SPAN", *path)
        yield define(name, constant(max(values) + 1), "length of a table indexed by it")
    if len(rows) <= _MOST_IN_LIST:
        parts = [
            f'    X({label}, {constant(value)}, "{text}")'
            for label, (value, text) in zip(labels, enum.members, strict=True)
        ]
        yield f"#define {names.macro('EACH', *path)}(X) \\"
        yield " \\\n".join(parts)
    yield ""


def _remark(doc: str) -> str:
    text = comment_text(" ".join(doc.split()))
    return f" /* {text} */" if text else ""
