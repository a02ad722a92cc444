# 12:11: error[unknown-enum] /seq/1/enum: enum is not declared
#   expected  an enum in scope
#   found     leaf::kind
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    enum: leaf::kind
types:
  leaf:
    seq:
      - id: x
        type: u1
enums:
  kind:
    1: one
    2: two
  other:
    1: one
