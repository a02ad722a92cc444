# 16:12: error[type-mismatch] /instances/v/value: `==` cannot compare these
#   expected  two values of one type
#   found     an integer and a string
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
    value: n == w
