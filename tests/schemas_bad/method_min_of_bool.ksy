# 15:12: error[type-mismatch] /instances/v/value: min needs values that have an order
#   expected  numbers, strings or byte strings
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: b1
    repeat: eos
instances:
  v:
    value: l.min
