# 13:11: error[type-mismatch] /instances/v/enum: enum needs an integer
#   expected  an integer or bit field
#   found     a member of bad::kind
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: kind::one
    enum: sort
enums:
  kind: {1: one}
  sort: {1: first}
