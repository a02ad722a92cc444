# 12:12: error[type-mismatch] /seq/1/valid: value can never occur in b3
#   expected  0 to 7
#   found     8
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: b3
    valid: 8
