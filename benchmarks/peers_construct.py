"""The same formats declared for construct, by hand, as its users would for speed.

One `Check` a record instead of an adapter a field: measured, it is the faster form. Lambdas for
plain parsing; `this` expressions for `.compile()`, which cannot compile a lambda.

Not checked here, to construct's advantage: the crc32, unique and sorted keys, references and
conditions across objects, names in the string table, operator against type beyond what
`_FITS` says. A file that breaks one of those passes.
"""

from __future__ import annotations

from typing import Any

import construct as c
from construct import this

NOT_CHECKED = {
    "w1": "crc32, unique and sorted ids, references, criteria against templates, string offsets",
    "w2": "unique and sorted ids",
}


def _fits_plain(o: Any) -> bool:
    op, kind, size = o.op, o.value_type, o.value_len
    if op > 7 or kind > 5:
        return False
    if op == 0:
        return bool(size == 0)
    if size == 0:
        return False
    if kind == 5:
        return bool(op != 6)
    if op <= 2:
        return bool(size == 1 << kind)
    if op == 6:
        return bool(size == 2 << kind)
    return bool(op == 7 and size % (1 << kind) == 0)


_FITS = (this.op <= 7) & (this.value_type <= 5) & (
    ((this.op == 0) & (this.value_len == 0))
    | ((this.op > 0) & (this.value_len > 0) & (
        ((this.value_type == 5) & (this.op != 6))
        | ((this.value_type < 5) & (
            ((this.op <= 2) & (this.value_len == 2 ** this.value_type))
            | ((this.op == 6) & (this.value_len == 2 * 2 ** this.value_type))
            | ((this.op == 7) & (this.value_len % 2 ** this.value_type == 0))
        ))
    ))
)  # fmt: skip


def channel_file(*, is_compiled: bool) -> Any:
    """Return the declaration of the channel file.

    Args:
        is_compiled: whether to return what `.compile()` makes of it.
    """
    header = c.Struct(
        "magic" / c.Const(b"CGCHAN\x1a\0"),
        "format_version" / c.Int16ul,
        "flags" / c.Int16ul,
        "content_version" / c.Int32ul,
        "string_table_size" / c.Int32ul,
        "template_count" / c.Int32ul,
        "instance_count" / c.Int32ul,
        "rule_count" / c.Int32ul,
        "payload_size" / c.Int32ul,
        "payload_crc32" / c.Int32ul,
        c.Check((this.format_version >= 1) & (this.format_version <= 2) & (this.flags == 0)),
        c.Check((this.content_version >= 1) & (this.string_table_size >= 1)),
        c.Check(this.template_count >= 1),
    )
    param = c.Struct(
        "value_type" / c.Byte, "flags" / c.Byte, "name_ofs" / c.Int32ul,
        c.Check((this.value_type <= 5) & (this.flags == 0)),
    )  # fmt: skip
    template = c.Struct(
        "id" / c.Int16ul,
        "param_count" / c.Byte,
        "flags" / c.Byte,
        "name_ofs" / c.Int32ul,
        c.Check((this.param_count >= 1) & (this.param_count <= 64) & (this.flags == 0)),
        "params" / c.Array(this.param_count, param),
    )
    criterion = c.Struct(
        "op" / c.Byte,
        "value_type" / c.Byte,
        "value_len" / c.Int16ul,
        c.Check(_FITS if is_compiled else _fits_plain),
        "value" / c.Bytes(this.value_len),
    )
    instance = c.Struct(
        "template_id" / c.Int16ul,
        "criteria_count" / c.Int16ul,
        "id" / c.Int32ul,
        "action" / c.Byte,
        "flags" / c.Byte,
        c.Check((this.action <= 3) & (this.flags == 0)),
        "criteria" / c.Array(this.criteria_count, criterion),
    )
    node: Any = c.Struct(
        "kind" / c.Byte,
        "child_count" / c.Byte,
        "instance_id" / c.If(this.kind == 3, c.Int32ul),
        c.Check(this.kind <= 3),
        "children" / c.Array(this.child_count, c.LazyBound(lambda: node)),
    )
    rule = c.Struct(
        "id" / c.Int32ul,
        "name_ofs" / c.Int32ul,
        "severity" / c.Byte,
        "flags" / c.Byte,
        c.Check((this.severity <= 4) & (this.flags == 0)),
        "root" / node,
    )
    whole = c.Struct(
        "header" / header,
        "string_table" / c.Bytes(this.header.string_table_size),
        "templates" / c.Array(this.header.template_count, template),
        "instances" / c.Array(this.header.instance_count, instance),
        "rules" / c.Array(this.header.rule_count, rule),
        c.Terminated,
    )
    return whole.compile() if is_compiled else whole


def _record_plain(o: Any) -> bool:
    return bool(
        (o.kind <= 5 or o.kind == 8 or o.kind == 9)
        and o.flags <= 0x3F
        and o.reserved == 0
        and 0x1000 <= o.start <= 0x7FFFFFFF
        and o.start <= o.end
    )


_RECORD = (
    ((this.kind <= 5) | (this.kind == 8) | (this.kind == 9))
    & (this.flags <= 0x3F) & (this.reserved == 0)
    & (this.start >= 0x1000) & (this.start <= 0x7FFFFFFF) & (this.start <= this.end)
)  # fmt: skip


def record_table(*, is_compiled: bool) -> Any:
    """Return the declaration of the record table.

    Args:
        is_compiled: whether to return what `.compile()` makes of it.
    """
    header = c.Struct(
        "magic" / c.Const(b"RTBL"),
        "version" / c.Const(1, c.Int16ul),
        "flags" / c.Const(0, c.Int16ul),
        "record_count" / c.Int32ul,
        "record_size" / c.Const(16, c.Int32ul),
    )
    record = c.Struct(
        "id" / c.Int32ul,
        "kind" / c.Byte,
        "flags" / c.Byte,
        "reserved" / c.Int16ul,
        "start" / c.Int32ul,
        "end" / c.Int32ul,
        c.Check(_RECORD if is_compiled else _record_plain),
    )
    whole = c.Struct(
        "header" / header,
        "records" / c.Array(this.header.record_count, record),
        c.Terminated,
    )
    return whole.compile() if is_compiled else whole
