# 12:13: error[type-mismatch] /seq/1/parent: an integer where an object is needed
#   expected  an object
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
    parent: n
types:
  leaf:
    seq:
      - id: x
        type: u1
