# 13:11: error[unknown-enum] /seq/1/enum: enum is not declared
#   expected  an enum in scope
#   found     knd
#   hint      did you mean kind?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    enum: knd
enums:
  kind:
    1: one
    2: two
  other:
    1: one
