# 15:11: error[type-mismatch] /instances/v/enum: enum needs an integer
#   expected  an integer or bit field
#   found     an object of bad::leaf
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
instances:
  v:
    value: a
    enum: kind
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
