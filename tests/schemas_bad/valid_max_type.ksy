# 15:12: error[type-mismatch] /seq/1/valid/max: value can never be compared with the field
#   expected  a string
#   found     an integer
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
    valid:
      max: 3
