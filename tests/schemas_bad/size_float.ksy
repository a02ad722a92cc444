# 11:11: error[type-mismatch] /seq/1/size: a float where an integer is needed
#   expected  an integer
#   found     a float
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n * 1.5
