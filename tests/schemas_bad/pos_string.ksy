# 16:10: error[type-mismatch] /instances/v/pos: a string where an integer is needed
#   expected  an integer
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
    pos: w
    type: u1
