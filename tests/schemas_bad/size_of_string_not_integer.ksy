# 13:11: error[type-mismatch] /seq/1/size: a boolean where an integer is needed
#   expected  an integer
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: str
    encoding: ASCII
    size: n == 1
