"""Schemas that have every kind of field, and one whose texts are hostile."""

from __future__ import annotations

from pathlib import Path

from validator.compile import compile_schema
from validator.ir.nodes import Program

ZOO = """\
meta:
  id: zoo
  title: Every kind of field
  endian: be
  encoding: UTF-8
  license: CC0-1.0
  file-extension: [zoo, zo]
  xref: {wikidata: Q1}
doc: First paragraph.
doc-ref: https://example.org/zoo
-contract:
  slots: {type: 'map<str,int>', doc: Length of the array of each kind.}
  depth: {type: int}
  names: {type: list<str>}
seq:
  - {id: magic, contents: ZOO}
  - {id: version, type: u1, valid: {min: 1, max: 3}, doc: grows}
  - {id: flag, type: b1}
  - {id: kind, type: b3, enum: kind}
  - {id: wide, type: b12}
  - {id: class, type: u2le}
  - {id: signed, type: s4}
  - {id: real, type: f8}
  - {id: fixed_list, type: u2, repeat: expr, repeat-expr: 3}
  - {id: pad, size: 5, -reserved: true}
  - {id: inner, type: inner}
  - {id: matrix, size: 4, repeat: expr, repeat-expr: 2}
  - {id: hash, size: 32}
  - {id: name, type: strz}
  - {id: count, type: u1, valid: {max: 21}}
  - {id: items, type: item(_index), repeat: expr, repeat-expr: count, -unique: _.id}
  - id: body
    size: count * 2
    type: {switch-on: kind, cases: {'kind::one': inner, 'kind::two': item(0)}}
  - {id: extra, type: u4, if: version > 2}
  - {id: until, type: u1, repeat: until, repeat-until: _ == 0}
  - {id: rest, size-eos: true}
instances:
  pointed: {pos: count, type: inner}
  total: {value: 'count * 3 + 1', doc: computed}
-checks:
  - id: too-many
    expr: count <= contract.slots["zoo"]
    message: "{count} items"
    help: no room
    cwe: 125
  - {id: too-deep, expr: count < contract.depth, severity: warning}
types:
  inner:
    doc: Six bytes.
    seq:
      - {id: a, type: u2}
      - {id: b, type: u4, enum: big}
  item:
    params: [{id: place, type: u1}]
    seq:
      - {id: id, type: u1}
      - {id: ref, type: u1, -refers-to: {table: _root.items, key: _.id}, -default: 0}
  low_bits:
    meta: {bit-endian: le}
    seq:
      - {id: x, type: b3}
      - {id: y, type: b10}
      - {id: z, type: b3}
enums:
  kind: {1: one, 2: {id: two, doc: not one}, 5: five}
  big: {0: none, 0xffffffff: all}
"""

HOSTILE = r"""
meta:
  id: hostile
  title: "</title><script>alert(1)</script> */ ??/ \" | `x` [a](b) \u202e\x1b[31m"
  encoding: UTF-8
doc: "<img src=x onerror=y> */ #define X\n\n- list | cell & &amp; &lt;b&gt;\n\n1. one"
doc-ref: 'javascript:alert(1)'
seq:
  - id: a
    type: u1
    doc: "</td></table><script>x</script> */ int main; /* `|` ![i](http://e) \u2028 end"
    doc-ref: ['https://example.org/"onclick="x', 'data:text/html,x']
  - {id: text, type: str, size: 4, valid: '"</code>`|*/"'}
  - {id: linux, type: u1, enum: kind}
  - {id: int, type: u1}
types:
  head:
    seq: [{id: _x, type: u1}]
-checks:
  - id: bad
    expr: a != 1
    message: '<b>{a}</b> | */ "quoted" \'
    help: "</p> & <script> */"
enums:
  kind: {0: {id: class, doc: "*/ </td> \\"}, 1: default}
""".replace("_x", "x")


def program(tmp_path: Path, text: str) -> Program:
    """Compile a schema."""
    path = tmp_path / "sample.ksy"
    path.write_text(text, encoding="utf-8")
    return compile_schema(str(path))
