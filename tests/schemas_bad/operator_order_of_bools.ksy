# 12:12: error[type-mismatch] /instances/v/value: `<` needs values that have an order
#   expected  numbers, strings or byte strings
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: (n == 1) < true
