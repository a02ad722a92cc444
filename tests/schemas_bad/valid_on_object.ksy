# 12:12: error[type-mismatch] /seq/1/valid: value can never be compared with the field
#   expected  an object of bad::leaf
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
    valid: 1
types:
  leaf:
    seq:
      - id: x
        type: u1
