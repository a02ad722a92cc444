"""A channel file in the words of construct: templates, and instances that refer to them.

The format is that of `schemas/channel_file.ksy` in small: a header with a checksum over the
body, a table of templates, and instances with as many criteria as their template has inputs.

    contentgate check update.chan --schema examples/construct/channel.py:Channel --allow-python
"""

import zlib

from construct import (
    Array,
    BitsInteger,
    BitStruct,
    Bytes,
    Check,
    Checksum,
    Computed,
    Const,
    CString,
    Enum,
    Flag,
    If,
    Int8ul,
    Int16ul,
    Int32ul,
    OneOf,
    Padding,
    Prefixed,
    RawCopy,
    Struct,
    Switch,
    Terminated,
    len_,
    this,
)

Operator = Enum(Int8ul, any=0, equals=1, prefix=2, range=3)

Criterion = Struct(
    "operator" / Operator,
    "value"
    / Prefixed(
        Int8ul,
        Switch(
            this.operator,
            {
                "equals": CString("utf8"),
                "prefix": CString("utf8"),
                "range": Struct("low" / Int32ul, "high" / Int32ul, Check(this.low <= this.high)),
            },
        ),
    ),
)

Template = Struct(
    "id" / Int16ul,
    "inputs" / Int8ul,
    "options"
    / BitStruct(
        "is_blocking" / Flag,
        "level" / BitsInteger(3),
        Padding(4),
    ),
    "name" / CString("utf8"),
)

Instance = Struct(
    "template" / Int16ul,
    "count" / Int8ul,
    "criteria" / Array(this.count, Criterion),
    "expires" / If(this.count > 8, Int32ul),
)

Body = Struct(
    "template_count" / Int16ul,
    "templates" / Array(this.template_count, Template),
    "instance_count" / Int16ul,
    "instances" / Array(this.instance_count, Instance),
)

Channel = Struct(
    "magic" / Const(b"CHN1"),
    "version" / OneOf(Int16ul, [1, 2]),
    "reserved" / Const(bytes(2)),
    "body" / RawCopy(Body),
    "templates" / Computed(len_(this.body.value.templates)),
    "key" / If(this.version == 2, Bytes(4)),
    "crc" / Checksum(Int32ul, zlib.crc32, this.body.data),
    Terminated,
)
