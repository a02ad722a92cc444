# 12:13: error[type-mismatch] /instances/v/value: an integer where a boolean is needed
#   expected  a boolean
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: "n ? 1 : 2"
