# 12:18: error[type-mismatch] /seq/1/process: expression has the wrong type
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
