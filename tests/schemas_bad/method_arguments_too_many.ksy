# 16:12: error[type-mismatch] /instances/v/value: wrong number of arguments
#   expected  0 to 1
#   found     2
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
    value: w.to_i(10, 2)
