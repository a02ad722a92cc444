# 16:12: error[type-mismatch] /instances/v/value: argument has the wrong type
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
    value: w.substring("a", 2)
