# 12:18: error[type-mismatch] /seq/1/process: a byte string where an integer is needed
#   expected  an integer
#   found     a byte string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
    process: rol([1, 2])
