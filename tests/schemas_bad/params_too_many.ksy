# 11:11: error[type-mismatch] /seq/1/type: type leaf has the wrong number of arguments
#   expected  none
#   found     1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf(1)
types:
  leaf:
    seq:
      - id: x
        type: u1
