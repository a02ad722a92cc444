# 12:17: error[type-mismatch] /instances/v/value: a float where an integer is needed
#   expected  an integer
#   found     a float
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: n << 1.5
