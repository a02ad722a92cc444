# 14:18: error[type-mismatch] /seq/2/type/switch-on: an object of bad::leaf where an integer, enum, boolean, string or byte string is needed
#   expected  an integer, enum, boolean, string or byte string
#   found     an object of bad::leaf
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: b
    type: leaf
  - id: a
    type:
      switch-on: b
      cases:
        1: u1
types:
  leaf:
    seq:
      - id: x
        type: u1
