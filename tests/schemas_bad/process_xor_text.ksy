# 12:18: error[type-mismatch] /seq/1/process: a string where an integer or a byte string is needed
#   expected  an integer or a byte string
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
    process: xor("ab")
