# 14:12: error[type-mismatch] /seq/1/valid/min: min needs values that have an order
#   expected  numbers, strings or byte strings
#   found     a member of bad::kind
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    enum: kind
    valid:
      min: kind::one
enums:
  kind:
    1: one
    2: two
  other:
    1: one
