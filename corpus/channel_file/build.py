"""Build channel files from plain data: names to offsets, lists to counts, payload to crc.

Comes in: a dict in the vocabulary of schemas/channel_file.ksy. Goes out: the bytes of a file and
the span of every field by its path. It refuses to know the validator: the corpus must be a
witness that does not share its code.

A derived value (any count, size, offset or checksum) is computed unless the dict sets it, so that
one value can be wrong while everything around it is right.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

MAGIC = b"CGCHAN\x1a\x00"
HEADER_SIZE = 40
_HEADER = struct.Struct("<8sHHIIIIIII")
_HEADER_FIELDS = (
    ("magic", 8), ("format_version", 2), ("flags", 2), ("content_version", 4),
    ("string_table_size", 4), ("template_count", 4), ("instance_count", 4), ("rule_count", 4),
    ("payload_size", 4), ("payload_crc32", 4),
)  # fmt: skip

VALUE_TYPE = {"u1": 0, "u2": 1, "u4": 2, "u8": 3, "ip6": 4, "text": 5}
OPERATOR = {
    "wildcard": 0, "equals": 1, "not_equals": 2, "prefix": 3,
    "suffix": 4, "regex": 5, "range": 6, "in_list": 7,
}  # fmt: skip
ACTION = {"log": 0, "alert": 1, "block": 2, "quarantine": 3}
SEVERITY = {"info": 0, "low": 1, "medium": 2, "high": 3, "critical": 4}
NODE_KIND = {"all_of": 0, "any_of": 1, "negation": 2, "match": 3}

Doc = Mapping[str, Any]
Spans = dict[str, tuple[int, int]]


class _Writer:
    """Payload under construction: bytes, the string table, and where each field went."""

    def __init__(self, doc: Doc, *, has_spans: bool) -> None:
        self.has_spans = has_spans
        self.names: dict[str, int] = {}
        self.table = bytearray()
        self.body = bytearray()
        self.spans: Spans = {}
        self.base = 0
        self.offset("")
        for name in _names_of(doc):
            self.offset(name)

    def offset(self, name: str) -> int:
        """Return the offset of a name in the string table; a new name is appended."""
        if name not in self.names:
            self.names[name] = len(self.table)
            self.table += name.encode() + b"\0"
        return self.names[name]

    def put(self, path: str, code: str, value: int | bytes) -> None:
        """Append one field: an integer by its `struct` code, or bytes as they are."""
        start = self.end
        self.body += value if isinstance(value, bytes) else struct.pack("<" + code, value)
        self.mark(path, start)

    @property
    def end(self) -> int:
        """Offset in the file of the next byte."""
        return self.base + len(self.body)

    def mark(self, path: str, start: int) -> None:
        """Note that a field reaches from `start` to here."""
        if self.has_spans:
            self.spans[path] = (start, self.end - start)


def _names_of(doc: Doc) -> list[str]:
    names: list[str] = []
    for template in doc.get("templates", ()):
        names.append(template["name"])
        names.extend(param[0] for param in template["params"])
    names.extend(rule["name"] for rule in doc.get("rules", ()))
    return names


def _code(table: Mapping[str, int], value: str | int) -> int:
    return value if isinstance(value, int) else table[value]


def _put_template(out: _Writer, path: str, template: Doc) -> None:
    params: Sequence[Sequence[Any]] = template["params"]
    out.put(f"{path}.id", "H", template["id"])
    out.put(f"{path}.param_count", "B", template.get("param_count", len(params)))
    out.put(f"{path}.flags", "B", template.get("flags", 0))
    out.put(f"{path}.name_ofs", "I", template.get("name_ofs", out.offset(template["name"])))
    for number, (name, value_type, *wrong) in enumerate(params):
        here = f"{path}.params[{number}]"
        override: Doc = wrong[0] if wrong else {}
        out.put(f"{here}.value_type", "B", _code(VALUE_TYPE, value_type))
        out.put(f"{here}.flags", "B", override.get("flags", 0))
        out.put(f"{here}.name_ofs", "I", override.get("name_ofs", out.offset(name)))


def _put_instance(out: _Writer, path: str, instance: Doc) -> None:
    criteria: Sequence[Sequence[Any]] = instance["criteria"]
    out.put(f"{path}.template_id", "H", instance["template"])
    out.put(f"{path}.criteria_count", "H", instance.get("criteria_count", len(criteria)))
    out.put(f"{path}.id", "I", instance["id"])
    out.put(f"{path}.action", "B", _code(ACTION, instance.get("action", "alert")))
    out.put(f"{path}.flags", "B", instance.get("flags", 0))
    start = out.end
    for number, (op, value_type, value, *wrong) in enumerate(criteria):
        here = f"{path}.criteria[{number}]"
        out.put(f"{here}.op", "B", _code(OPERATOR, op))
        out.put(f"{here}.value_type", "B", _code(VALUE_TYPE, value_type))
        out.put(f"{here}.value_len", "H", wrong[0] if wrong else len(value))
        out.put(f"{here}.value", "", value)
    out.mark(f"{path}.criteria", start)


def _put_rule(out: _Writer, path: str, rule: Doc) -> None:
    out.put(f"{path}.id", "I", rule["id"])
    out.put(f"{path}.name_ofs", "I", rule.get("name_ofs", out.offset(rule["name"])))
    out.put(f"{path}.severity", "B", _code(SEVERITY, rule.get("severity", "medium")))
    out.put(f"{path}.flags", "B", rule.get("flags", 0))
    pending: list[tuple[str, Sequence[Any]]] = [(f"{path}.root", rule["root"])]
    # An explicit stack: the corpus has rules far deeper than Python's own recursion limit.
    while pending:
        here, (kind, content, *children) = pending.pop()
        nodes = children[0] if children else () if kind == "match" else content
        out.put(f"{here}.kind", "B", _code(NODE_KIND, kind))
        out.put(f"{here}.child_count", "B", len(nodes))
        if kind == "match":
            out.put(f"{here}.instance_id", "I", content)
        numbered = [(f"{here}.children[{number}]", node) for number, node in enumerate(nodes)]
        pending.extend(reversed(numbered))


def build_with_spans(doc: Doc) -> tuple[bytes, Spans]:
    """Build a channel file and say where every field of it stands.

    Args:
        doc: `format_version`, `content_version`, `templates`, `instances`, `rules`; `header`
            overrides header fields, `strings` the string table, `tail` appends bytes.
    Returns:
        The file, and (absolute offset, length) by field path such as
        `instances[1].criteria[20].op`; also of `tail`, and `end` for the end of the file.
    """
    return _build(doc, has_spans=True)


def build(doc: Doc) -> bytes:
    """Build a channel file; see `build_with_spans`, which needs more memory for a large one."""
    return _build(doc, has_spans=False)[0]


def _build(doc: Doc, *, has_spans: bool) -> tuple[bytes, Spans]:
    out = _Writer(doc, has_spans=has_spans)
    table = bytes(doc.get("strings", out.table))
    out.base = HEADER_SIZE + len(table)
    parts = (("templates", _put_template), ("instances", _put_instance), ("rules", _put_rule))
    for key, put in parts:
        first = out.end
        for number, item in enumerate(doc.get(key, ())):
            start = out.end
            put(out, f"{key}[{number}]", item)
            out.mark(f"{key}[{number}]", start)
        out.mark(key, first)
    out.put("tail", "", bytes(doc.get("tail", b"")))
    out.mark("end", out.end)
    payload = table + bytes(out.body)
    given: Doc = doc.get("header", {})
    values = {
        "magic": MAGIC,
        "format_version": doc.get("format_version", 2),
        "flags": 0,
        "content_version": doc.get("content_version", 1),
        "string_table_size": len(table),
        **{f"{key[:-1]}_count": len(doc.get(key, ())) for key, _ in parts},
        "payload_size": len(payload),
        "payload_crc32": zlib.crc32(payload),
        **given,
    }
    _mark_fixed_parts(out, table)
    header = _HEADER.pack(*(values[name] for name, _ in _HEADER_FIELDS))
    return header + payload, out.spans


def _mark_fixed_parts(out: _Writer, table: bytes) -> None:
    position = 0
    for name, size in _HEADER_FIELDS:
        out.spans[f"header.{name}"] = (position, size)
        position += size
    out.spans["string_table"] = (HEADER_SIZE, len(table))
    position = HEADER_SIZE
    for number, string in enumerate(re.findall(rb"[^\0]*\0|[^\0]+", table)):
        out.spans[f"string_table.strings[{number}]"] = (position, len(string))
        position += len(string)


def seal(data: bytes) -> bytes:
    """Return the file with payload size and crc32 made right for its present bytes.

    Args:
        data: at least the header of a channel file.
    """
    payload = data[HEADER_SIZE:]
    return data[:32] + struct.pack("<II", len(payload), zlib.crc32(payload)) + payload
