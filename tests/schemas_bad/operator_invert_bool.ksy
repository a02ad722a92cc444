# 12:14: error[type-mismatch] /instances/v/value: a boolean where an integer is needed
#   expected  an integer
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: ~(n == 1)
