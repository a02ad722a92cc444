# 15:12: error[type-mismatch] /instances/v/value: `==` cannot compare these
#   expected  two values of one type
#   found     a member of bad::kind and an integer
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
    value: a == 1
enums:
  kind:
    1: one
    2: two
  other:
    1: one
