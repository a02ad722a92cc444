# 13:12: error[type-mismatch] /seq/1/valid/min: min needs values that have an order
#   expected  numbers, strings or byte strings
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: b1
    valid:
      min: true
