"""The content interpreter of ../sensor/interpreter.c, for machines without a compiler.

The same fault is seeded: without `check_input_bounds` the criteria of the content index the
inputs of the integration code. In C that reads past an array; here it is an IndexError.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

OP_WILDCARD, OP_NOT_EQUALS, OP_PREFIX, OP_SUFFIX = 0, 2, 3, 4
TYPE_TEXT = 5
FORMAT_VERSION_MAX, MAX_TEMPLATES, MAX_INSTANCES = 1, 16, 4096


class Refused(Exception):
    """The content is not what this interpreter reads."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.pos = data, 0

    def take(self, code: str) -> tuple[int, ...]:
        layout = struct.Struct("<" + code)
        return layout.unpack(self.take_bytes(layout.size))

    def take_bytes(self, count: int) -> bytes:
        if count > len(self.data) - self.pos:
            raise Refused("the file ends too early")
        self.pos += count
        return self.data[self.pos - count : self.pos]


def _matches(op: int, value_type: int, value: bytes, have: bytes) -> bool:
    if op == OP_NOT_EQUALS:
        return have != value
    if value_type == TYPE_TEXT and op == OP_PREFIX:
        return have.startswith(value)
    if value_type == TYPE_TEXT and op == OP_SUFFIX:
        return have.endswith(value)
    return have == value


def _run_instance(reader: _Reader, inputs: Sequence[bytes], count: int, *, check: bool) -> bool:
    matched = True
    for i in range(count):
        op, value_type, value_len = reader.take("BBH")
        value = reader.take_bytes(value_len)
        if op == OP_WILDCARD:
            continue
        if check and i >= len(inputs):
            raise Refused("a criterion asks for an input that is not supplied")
        if not _matches(op, value_type, value, inputs[i]):
            matched = False
    return matched


def _read_templates(reader: _Reader, table: bytes, count: int) -> dict[int, tuple[str, int]]:
    templates: dict[int, tuple[str, int]] = {}
    for _ in range(count):
        template_id, param_count, _flags, name_ofs = reader.take("HBBI")
        reader.take_bytes(param_count * 6)
        name, terminator, _rest = table[name_ofs:].partition(b"\0")
        if not terminator:
            raise Refused("a name lies outside the string table")
        templates[template_id] = (name.decode(errors="replace"), param_count)
    return templates


def run_content(
    data: bytes, supplied: Mapping[str, Sequence[bytes]], *, check_input_bounds: bool
) -> tuple[int, int]:
    """Interpret a content file against one event.

    Args:
        data: the file; sizes and checksum have been checked by the loader.
        supplied: template name -> the values that the integration code supplies.
        check_input_bounds: the fix of sensor 7.16.
    Returns:
        Number of instances, number of those that match.
    Raises:
        Refused: the content is damaged or newer than this interpreter.
        IndexError: the seeded fault.
    """
    reader = _Reader(data)
    if reader.take_bytes(8) != b"CGCHAN\x1a\0":
        raise Refused("not a channel file")
    version, _flags, _content, table_size, template_count, count, *_ = reader.take("HHIIIIIII")
    if version > FORMAT_VERSION_MAX:
        raise Refused("a newer format version")
    if template_count > MAX_TEMPLATES or count > MAX_INSTANCES:
        raise Refused("more templates or instances than there is room for")
    templates = _read_templates(reader, reader.take_bytes(table_size), template_count)
    matches = 0
    for _ in range(count):
        template_id, criteria_count, *_ = reader.take("HHIBB")
        name, param_count = templates.get(template_id, ("", -1))
        if name not in supplied or criteria_count != param_count:
            raise Refused("an instance does not fit its template")
        check = check_input_bounds
        matches += _run_instance(reader, supplied[name], criteria_count, check=check)
    return count, matches
