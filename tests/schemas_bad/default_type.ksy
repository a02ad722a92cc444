# 12:16: error[type-mismatch] /seq/1/-default: default can never be the value of the field
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
    -default: '"x"'
