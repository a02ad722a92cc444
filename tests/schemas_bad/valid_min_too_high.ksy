# 13:7: error[type-mismatch] /seq/1/valid: no value of u1 can be valid
#   expected  bounds within 0 to 255
#   found     300
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    valid:
      min: 300
