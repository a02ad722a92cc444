# 15:11: error[type-mismatch] /seq/2/size: a string where an integer is needed
#   expected  an integer
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: w
    type: str
    size: 2
    encoding: ASCII
  - id: a
    size: w
