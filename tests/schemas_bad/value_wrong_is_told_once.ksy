# 12:16: error[type-mismatch] /instances/v/value: a string where a number is needed
#   expected  a number
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: n + "x"
  w:
    value: v + 1
  x:
    value: w + v
