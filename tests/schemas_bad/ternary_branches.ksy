# 16:13: error[type-mismatch] /instances/v/value: branches of `? :` differ in type
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
    value: "n == 1 ? 1 : w"
