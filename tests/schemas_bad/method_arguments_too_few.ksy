# 16:12: error[type-mismatch] /instances/v/value: wrong number of arguments
#   expected  2
#   found     1
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
    value: w.substring(1)
