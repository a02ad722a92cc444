# 15:12: error[type-mismatch] /instances/v/value: `==` cannot compare these
#   expected  two values of one type
#   found     a member of bad::kind and a member of bad::other
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
    value: a == other::one
enums:
  kind:
    1: one
    2: two
  other:
    1: one
