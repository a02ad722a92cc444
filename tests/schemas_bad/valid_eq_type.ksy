# 12:13: error[type-mismatch] /seq/1/valid: value can never be compared with the field
#   expected  an integer
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    valid: '"x"'
