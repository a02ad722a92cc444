# 14:14: error[unknown-name] /instances/v/value: field is not declared
#   expected  a field of bad::leaf
#   found     y
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
    value: a.y
types:
  leaf:
    seq:
      - id: x
        type: u1
