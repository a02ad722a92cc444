# 15:12: error[type-mismatch] /instances/v/value: a member of bad::kind where a number is needed
#   expected  a number
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
instances:
  v:
    value: a + 1
enums:
  kind:
    1: one
    2: two
  other:
    1: one
