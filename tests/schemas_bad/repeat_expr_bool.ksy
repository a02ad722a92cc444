# 13:18: error[type-mismatch] /seq/1/repeat-expr: a boolean where an integer is needed
#   expected  an integer
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    repeat: expr
    repeat-expr: n == 1
