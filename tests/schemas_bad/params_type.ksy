# 11:11: error[type-mismatch] /seq/1/type: argument p has the wrong type
#   expected  an integer
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf("x", "y")
types:
  leaf:
    params:
      - id: p
        type: u1
      - id: s
        type: str
    seq:
      - id: x
        size: p
