# 11:11: error[type-mismatch] /seq/1/type: u2 takes no arguments
#   expected  a type declared with params
#   found     u2(1)
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: u2(1)
