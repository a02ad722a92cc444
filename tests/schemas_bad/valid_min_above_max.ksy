# 13:7: error[type-mismatch] /seq/1/valid: no value can be valid: min is above max
#   expected  min <= max
#   found     min 9, max 3
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    valid:
      min: 9
      max: 3
