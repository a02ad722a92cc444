# 16:12: error[type-mismatch] /instances/v/value: a string where a number is needed
#   expected  a number
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: w
    type: str
    size: 2
    encoding: ASCII
instances:
  v:
    value: w - w
