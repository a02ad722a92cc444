# 11:11: error[type-mismatch] /seq/1/type: type leaf has the wrong number of arguments
#   expected  2 (p, s)
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
    params:
      - id: p
        type: u1
      - id: s
        type: str
    seq:
      - id: x
        size: p
