# 12:19: error[type-mismatch] /seq/1/-default/1: value can never occur in u1
#   expected  0 to 255
#   found     256
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    -default: [0, 256]
