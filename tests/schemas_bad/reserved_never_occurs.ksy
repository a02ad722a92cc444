# 12:16: error[type-mismatch] /seq/1/-reserved: value can never occur in b4
#   expected  0 to 15
#   found     16
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: b4
    -reserved: 16
