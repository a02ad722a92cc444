# 12:12: error[type-mismatch] /instances/v/value: this has no elements
#   expected  a list
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: n[0]
