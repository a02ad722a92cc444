# 16:16: error[type-mismatch] /instances/v/value: an integer where a string is needed
#   expected  a string
#   found     an integer
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
    value: w + n
