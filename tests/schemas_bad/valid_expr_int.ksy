# 13:13: error[type-mismatch] /seq/1/valid/expr: an integer where a boolean is needed
#   expected  a boolean
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    valid:
      expr: _ + 1
