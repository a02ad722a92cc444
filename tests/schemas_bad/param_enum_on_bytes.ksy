# 14:15: error[type-mismatch] /types/leaf/params/0/enum: enum needs an integer
#   expected  an integer or bit field
#   found     a byte string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
types:
  leaf:
    params:
      - id: p
        enum: kind
enums:
  kind: {1: one}
