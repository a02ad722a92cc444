"""Small schemas, one way to fix a number each, with values whose derived fields are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Values = st.SearchStrategy[Any]
byte = st.integers(0, 255)
word = st.integers(0, 0xFFFF)
blob = st.binary(max_size=12)
letters = st.text("abcXYZ 09", max_size=8)
names = st.text("abcdefgh", min_size=1, max_size=6)


@dataclass(frozen=True)
class Made:
    """A schema and values of its files; `partly` are fields of which bits are derived."""

    schema: str
    values: Values
    partly: tuple[str, ...] = ()


def record(**fields: Values) -> Values:
    return st.fixed_dictionaries(dict(fields))


def lists(items: Values, most: int = 5) -> Values:
    return st.lists(items, max_size=most)


MADE = {
    "counts": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: items, type: item, repeat: expr, repeat-expr: n}
types:
  item: {seq: [{id: len, type: u2}, {id: body, size: len}, {id: tag, type: s2be}]}
""",
        record(items=lists(record(body=blob, tag=st.integers(-32768, 32767)))),
    ),
    "bits_big": Made(
        """
seq:
  - {id: a, type: b3}
  - {id: flag, type: b1}
  - {id: b, type: b13}
  - {id: c, type: b64}
  - {id: rest, type: b2}
  - {id: after, type: u1}
  - {id: tail, type: b5}
""",
        record(
            a=st.integers(0, 7), flag=st.booleans(), b=st.integers(0, 2**13 - 1),
            c=st.integers(0, 2**64 - 1), rest=st.integers(0, 3), after=byte,
            tail=st.integers(0, 31),
        ),
    ),
    "bits_little": Made(
        """
meta: {id: made, endian: le, bit-endian: le}
seq:
  - {id: a, type: b3}
  - {id: flag, type: b1}
  - {id: b, type: b13}
  - {id: c, type: b64}
  - {id: mixed, type: b11be}
  - {id: after, type: u2}
  - {id: items, type: b5, repeat: expr, repeat-expr: 3}
""",
        record(
            a=st.integers(0, 7), flag=st.booleans(), b=st.integers(0, 2**13 - 1),
            c=st.integers(0, 2**64 - 1), mixed=st.integers(0, 2**11 - 1), after=word,
            items=st.lists(st.integers(0, 31), min_size=3, max_size=3),
        ),
    ),
    "bits_count": Made(
        """
seq:
  - {id: version, type: b4}
  - {id: words, type: b4}
  - {id: options, size: words * 4}
  - {id: total, type: u2be}
  - {id: payload, size: total - words * 4 - 1}
""",
        record(
            version=st.integers(0, 15),
            options=st.integers(0, 15).flatmap(lambda n: st.binary(min_size=4 * n, max_size=4 * n)),
            payload=blob,
        ),
    ),
    "substreams": Made(
        """
seq:
  - {id: len_outer, type: u4}
  - {id: outer, type: outer, size: len_outer}
  - {id: rest, size-eos: true}
types:
  outer:
    seq:
      - {id: len_inner, type: u1}
      - {id: inner, type: inner, size: len_inner}
      - {id: more, type: u2, repeat: eos}
  inner: {seq: [{id: items, type: u1, repeat: eos}]}
""",
        record(
            outer=record(inner=record(items=lists(byte)), more=lists(word)),
            rest=blob,
        ),
    ),
    "xor": Made(
        """
seq:
  - {id: key, type: u1}
  - {id: len, type: u1}
  - {id: body, type: body, size: len, process: xor(key)}
  - {id: text, size: 5, process: 'xor([1, 2, 3])'}
types:
  body: {seq: [{id: n, type: u1}, {id: items, type: u2, repeat: expr, repeat-expr: n}]}
""",
        record(key=byte, body=record(items=lists(word)), text=st.binary(min_size=5, max_size=5)),
    ),
    "rotate": Made(
        """
seq:
  - {id: amount, type: u1, valid: {max: 7}}
  - {id: len, type: u1}
  - {id: left, size: len, process: rol(amount)}
  - {id: right, size-eos: true, process: ror(3)}
""",
        record(amount=st.integers(0, 7), left=blob, right=blob),
    ),
    "zlib": Made(
        """
seq:
  - {id: len, type: u4be}
  - {id: body, type: body, size: len, process: zlib}
  - {id: plain_size, type: u4, valid: body.size}
types:
  body:
    seq:
      - {id: n, type: u2}
      - {id: items, type: u4, repeat: expr, repeat-expr: n}
    instances: {size: {value: _io.size}}
""",
        record(body=record(items=lists(st.integers(0, 2**32 - 1)))),
    ),
    "terminators": Made(
        """
seq:
  - {id: a, type: strz}
  - {id: b, type: str, terminator: 10, include: true}
  - {id: c, terminator: 0x2c, consume: false}
  - {id: comma, contents: ','}
  - {id: d, type: strz, encoding: UTF-16LE}
  - {id: e, type: str, terminator: 0x21, eos-error: false}
""",
        record(
            a=letters, b=letters.map(lambda text: text + "\n"), c=letters.map(str.encode),
            d=st.text("aä€\U0001f600", max_size=5), e=letters,
        ),
    ),
    "padding": Made(
        """
seq:
  - {id: a, type: str, size: 8, pad-right: 32}
  - {id: b, type: strz, size: 9}
  - {id: c, type: str, size: 10, terminator: 0x2e, pad-right: 0x2d}
  - {id: d, size: 12, pad-right: 0xff}
  - {id: len, type: u1}
  - {id: e, type: strz, size: len}
""",
        record(
            a=letters.map(str.rstrip), b=letters, c=letters, e=letters,
            d=blob.filter(lambda raw: not raw.endswith(b"\xff")),
        ),
    ),
    "alignment": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: items, type: item, repeat: expr, repeat-expr: n}
types:
  item:
    seq:
      - {id: len, type: u1}
      - {id: body, size: len}
      - {id: fill, size: (4 - _io.pos % 4) % 4}
      - {id: mark, type: u4}
""",
        record(items=lists(record(body=blob, mark=st.integers(0, 2**32 - 1)))),
    ),
    "pointers": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: entries, type: entry, repeat: expr, repeat-expr: n}
types:
  entry:
    seq: [{id: kind, type: u1}, {id: at, type: u2}, {id: len, type: u2}]
    instances:
      body: {pos: at, size: len}
""",
        record(entries=lists(record(kind=byte, body=blob))),
    ),
    "pointers_to_objects": Made(
        """
-gaps: padding
seq:
  - {id: at_words, type: u2}
  - {id: tables, type: table, repeat: expr, repeat-expr: 2}
instances:
  table: {pos: at_words * 4, type: table}
types:
  table: {seq: [{id: n, type: u1}, {id: items, type: u2be, repeat: expr, repeat-expr: n}]}
""",
        record(
            tables=st.lists(record(items=lists(word)), min_size=2, max_size=2),
            table=record(items=lists(word)),
        ),
    ),
    "string_pool": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: len_pool, type: u2}
  - {id: things, type: thing, repeat: expr, repeat-expr: n}
  - {id: pool, type: pool, size: len_pool}
types:
  pool: {seq: [{id: strings, type: strz, repeat: eos}]}
  thing:
    seq: [{id: id, type: u2}, {id: ofs, type: u2}]
    instances:
      name: {io: _root.pool._io, pos: ofs, type: strz, -overlap: true}
""",
        st.lists(names, min_size=1, max_size=4, unique=True).flatmap(
            lambda pool: record(
                things=lists(record(id=word, name=st.sampled_from(pool))),
                pool=st.just({"strings": pool}),
            )
        ),
    ),
    "pool_without_pool": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: things, type: thing, repeat: expr, repeat-expr: n}
types:
  thing:
    seq: [{id: ofs, type: u2}]
    instances:
      name: {pos: ofs, type: strz, -overlap: true}
""",
        record(things=lists(record(name=names))),
    ),
    "checksums": Made(
        """
seq:
  - {id: crc, type: u4, -checksum: {algorithm: crc32, from: end_of(crc), to: _io.size}}
  - {id: len, type: u1}
  - {id: body, size: len}
  - {id: sum, type: u1, -checksum: {algorithm: sum8, from: start_of(body), to: end_of(body)}}
  - {id: hash, size: 32, -checksum: {algorithm: sha256, from: start_of(len), to: end_of(sum)}}
  - id: self
    type: u2
    -checksum:
      algorithm: sum16
      from: 4
      to: end_of(self)
      zero: [['start_of(self)', 'end_of(self)']]
""",
        record(body=blob),
    ),
    "byte_order": Made(
        """
seq:
  - {id: order, size: 2}
  - {id: body, type: body}
types:
  body:
    meta: {endian: {switch-on: _root.order, cases: {'[0x49, 0x49]': le, '[0x4d, 0x4d]': be}}}
    seq:
      - {id: n, type: u2}
      - {id: items, type: item, repeat: expr, repeat-expr: n}
  item: {seq: [{id: x, type: u4}, {id: y, type: f4}]}
""",
        record(
            order=st.sampled_from([b"II", b"MM"]),
            body=record(
                items=lists(record(x=st.integers(0, 2**32 - 1), y=st.floats(width=32)))
            ),
        ),
    ),
    "switch": Made(
        """
seq: [{id: n, type: u1}, {id: items, type: item, repeat: expr, repeat-expr: n}]
types:
  item:
    seq:
      - {id: kind, type: u1, enum: kind}
      - {id: len, type: u1}
      - id: body
        size: len
        type: {switch-on: kind, cases: {'kind::text': text, 'kind::pair': pair}}
  text: {seq: [{id: text, type: str, size-eos: true}]}
  pair: {seq: [{id: a, type: u1}, {id: b, type: s4}]}
enums: {kind: {1: text, 2: pair, 9: raw}}
""",
        record(
            items=lists(
                st.one_of(
                    record(kind=st.just("text"), body=record(text=letters)),
                    record(
                        kind=st.sampled_from([2, "kind::pair"]),
                        body=record(a=byte, b=st.integers(-(2**31), 2**31 - 1)),
                    ),
                    record(kind=st.sampled_from([9, 77]), body=blob),
                )
            )
        ),
    ),
    "params": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: width, type: u1}
  - {id: rows, type: 'row(width, _index)', repeat: expr, repeat-expr: n}
types:
  row:
    params: [{id: width, type: u1}, {id: number, type: u4}]
    seq:
      - {id: index, type: u1, valid: number}
      - {id: cells, type: u1, repeat: expr, repeat-expr: width}
""",
        st.integers(0, 4).flatmap(
            lambda width: record(
                rows=st.lists(
                    record(cells=st.lists(byte, min_size=width, max_size=width)),
                    min_size=1, max_size=4,
                )
            )
        ),
    ),
    "until": Made(
        """
seq:
  - {id: items, type: item, repeat: until, repeat-until: _.last != 0}
  - {id: rest, type: u2, repeat: eos}
types:
  item: {seq: [{id: last, type: u1}, {id: value, type: u2}]}
""",
        record(
            items=st.tuples(
                lists(record(last=st.just(0), value=word)),
                record(last=st.integers(1, 255), value=word),
            ).map(lambda pair: [*pair[0], pair[1]]),
            rest=lists(word),
        ),
    ),
    "equal_counts": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: a, type: u2, repeat: expr, repeat-expr: n}
  - {id: again, type: u1, valid: n}
  - {id: size, type: u2, valid: _io.size}
  - {id: magic, contents: [0x4f, 0x4b, 0]}
  - {id: five, type: u1, valid: {eq: 5}}
""",
        record(a=lists(word)),
    ),
    "value_in_size": Made(
        """
seq:
  - {id: stored, type: u2}
  - {id: body, size: len_body}
  - {id: blocks, type: u1}
  - {id: rows, size: 3, repeat: expr, repeat-expr: num_rows}
instances:
  len_body: {value: (stored - 3) * 2}
  num_rows: {value: blocks + 1}
""",
        record(
            body=st.integers(0, 6).flatmap(lambda n: st.binary(min_size=2 * n, max_size=2 * n)),
            rows=st.lists(st.binary(min_size=3, max_size=3), min_size=1, max_size=4),
        ),
    ),
    "masks": Made(
        """
seq:
  - {id: packed, type: u2}
  - {id: body, size: packed & 0x3ff}
  - {id: word, type: u2}
  - {id: other, size: word >> 6}
""",
        record(packed=word, body=blob, word=word, other=blob),
        partly=("packed", "word"),
    ),
    "shift_length": Made(
        """
seq: [{id: exponent, type: u1}, {id: body, size: 1 << exponent}]
""",
        record(
            body=st.integers(0, 5).flatmap(lambda n: st.binary(min_size=2**n, max_size=2**n))
        ),
    ),
    "sizeof": Made(
        """
seq:
  - {id: total, type: u2}
  - {id: body, size: total - sizeof<head> - total._sizeof}
  - {id: head, type: head}
types:
  head: {seq: [{id: a, type: u1}, {id: b, type: u4}]}
""",
        record(body=blob, head=record(a=byte, b=st.integers(0, 2**32 - 1))),
    ),
    "digits": Made(
        """
seq:
  - {id: len, type: str, size: 4}
  - {id: body, size: len.to_i}
  - {id: hex, type: str, size: 3}
  - {id: other, size: hex.to_i(16)}
""",
        record(body=blob, other=blob),
    ),
    "present": Made(
        """
seq:
  - {id: len, type: u1}
  - {id: body, size: len, if: len != 0}
  - {id: flags, type: u1}
  - {id: extra, type: u2, if: flags & 1 != 0}
  - {id: at, type: u2}
instances:
  far: {pos: at, type: u4, if: at != 0}
""",
        st.one_of(
            record(
                body=blob.filter(bool), flags=byte.map(lambda n: n | 1), extra=word,
                far=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
            ),
            record(body=st.none(), flags=byte.map(lambda n: n & ~1), extra=st.none()),
        ),
    ),
    "parents": Made(
        """
seq:
  - {id: n, type: u1}
  - {id: m, type: u1}
  - {id: left, type: side}
  - {id: right, type: other}
types:
  side: {seq: [{id: items, type: u2, repeat: expr, repeat-expr: _parent.n}]}
  other: {seq: [{id: items, type: u2, repeat: expr, repeat-expr: _root.m}]}
""",
        record(left=record(items=lists(word)), right=record(items=lists(word))),
    ),
    "numbers": Made(
        """
seq:
  - {id: a, type: u8}
  - {id: b, type: s8be}
  - {id: c, type: f8}
  - {id: d, type: f4be}
  - {id: e, type: u2be, repeat: expr, repeat-expr: 2}
  - {id: g, type: s1}
""",
        record(
            a=st.integers(0, 2**64 - 1), b=st.integers(-(2**63), 2**63 - 1), c=st.floats(),
            d=st.floats(width=32), e=st.lists(word, min_size=2, max_size=2),
            g=st.integers(-128, 127),
        ),
    ),
}  # fmt: skip
