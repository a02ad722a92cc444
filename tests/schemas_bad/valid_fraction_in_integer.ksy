# 12:12: error[type-mismatch] /seq/1/valid: value can never occur in u1
#   expected  0 to 255
#   found     1.5
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: u1
    valid: 1.5
