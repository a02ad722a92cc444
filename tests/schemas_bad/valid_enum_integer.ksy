# 13:12: error[type-mismatch] /seq/1/valid: value can never be compared with the field
#   expected  a member of bad::kind
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    enum: kind
    valid: 1
enums:
  kind:
    1: one
    2: two
  other:
    1: one
