"""What a careful user of fandango writes for the channel file: a grammar without constraints.

Counts that must agree are written out as alternatives: with constraints (`where`) over counts the
same grammar made two files in five seconds, without them some sixty in one. Payload size and
checksum, which no grammar can say, are made right by a script.
"""

from __future__ import annotations

from collections.abc import Iterator

_COUNTS = (1, 2, 3, 8, 20, 21, 64)
_FEW = (0, 1, 2, 3)
_KINDS = {"short": 1, "address": 4, "text": 5}
_FIXED = r"""
<version> ::= <byte>{4}
<id> ::= b'\x01\x00\x00\x00' | b'\x02\x00\x00\x00' | b'\x03\x00\x00\x00' | <byte>{4}
<ofs> ::= b'\x00\x00\x00\x00' | b'\x01\x00\x00\x00' | <byte>{4}
<action> ::= b'\x00' | b'\x01' | b'\x02' | b'\x03'
<text> ::= b'\x00\x05\x00\x00' | <text_op> b'\x05' b'\x04\x00' <char>{4}
<text_op> ::= b'\x01' | b'\x02' | b'\x03' | b'\x04' | b'\x05' | b'\x07'
<char> ::= b'a' | b'[' | b']' | <byte>
<op> ::= b'\x01' | b'\x02' | b'\x07'
<short> ::= b'\x00\x01\x00\x00' | <op> b'\x01\x02\x00' <byte>{2} | b'\x06\x01\x04\x00' <byte>{4}
<address> ::= b'\x00\x04\x00\x00' | <op> b'\x04\x10\x00' <byte>{16} | b'\x06\x04\x20\x00' <byte>{32}
<rule> ::= <id> <ofs> b'\x02\x00' <node>
<node> ::= b'\x03\x00' <id> | b'\x02\x01' <node> | b'\x01\x02' <node> <node>
<attachment> ::= <byte>{2} <total> b'\x08\x00\x00\x00' <byte> <length> b'\x00' <byte>{5}
<total> ::= b'\x05\x00\x00\x00' | b'\x04\x00\x00\x00' | <byte>{2} b'\x00\x00'
<length> ::= b'\x05' | <byte>
"""


def _bytes(value: int, size: int) -> str:
    return "b'" + "".join(f"\\x{byte:02x}" for byte in value.to_bytes(size, "little")) + "'"


def _alternatives(attachments: bool) -> Iterator[str]:
    version = 3 if attachments else 2
    starts = []
    for instances in _FEW:
        bodies = [f"<{kind}_{n}_{instances}>" for kind in _KINDS for n in _COUNTS]
        yield f"<body_{instances}> ::= {' | '.join(bodies)}"
        for rules in _FEW:
            counts = " ".join(_bytes(value, 4) for value in (2, 1, instances, rules, 0, 0))
            head = f"b'CGCHAN\\x1a\\x00' {_bytes(version, 2)} b'\\x00\\x00' <version> {counts}"
            tail = " <attachment>{2}" if attachments else ""
            inner = "<rule>" + f"{{{rules}}}" if rules else "b''"
            starts.append(f"{head} b'n\\x00' <body_{instances}> {inner}{tail}")
    yield f"<start> ::= {' | '.join(starts)}"


def grammar(attachments: bool) -> str:
    """Return the grammar, of the second edition's files if asked for."""
    lines = list(_alternatives(attachments))
    for kind, code in _KINDS.items():
        lines.append(f"<{kind}_param> ::= {_bytes(code, 2)} b'\\x01\\x00\\x00\\x00'")
        for n in _COUNTS:
            lines.append(
                f"<{kind}_instance_{n}> ::= b'\\x01\\x00' {_bytes(n, 2)} <id> <action> b'\\x00'"
                f" <{kind}>{{{n}}}"
            )
            for instances in _FEW:
                inner = f" <{kind}_instance_{n}>{{{instances}}}" if instances else ""
                lines.append(
                    f"<{kind}_{n}_{instances}> ::= b'\\x01\\x00' {_bytes(n, 1)} b'\\x00' <ofs>"
                    f" <{kind}_param>{{{n}}}{inner}"
                )
    return "\n".join(lines) + _FIXED
