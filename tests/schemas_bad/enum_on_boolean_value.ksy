# 13:11: error[type-mismatch] /instances/v/enum: enum needs an integer
#   expected  an integer or bit field
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: n == 1
    enum: kind
enums:
  kind: {1: one}
