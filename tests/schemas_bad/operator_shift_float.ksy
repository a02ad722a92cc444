# 12:17: error[type-mismatch] /instances/v/value: expression has the wrong type
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
