# 14:12: error[type-mismatch] /instances/v/value: `==` compares values, not objects
#   found     an object of bad::leaf
#   hint      compare their fields
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
instances:
  v:
    value: a == a
types:
  leaf:
    seq:
      - id: x
        type: u1
