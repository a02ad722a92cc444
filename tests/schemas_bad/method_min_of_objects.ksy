# 15:12: error[type-mismatch] /instances/v/value: min needs values that have an order
#   expected  numbers, strings or byte strings
#   found     an object of bad::leaf
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: leaf
    repeat: eos
instances:
  v:
    value: l.min
types:
  leaf:
    seq:
      - id: x
        type: u1
