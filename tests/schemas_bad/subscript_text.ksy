# 16:14: error[type-mismatch] /instances/v/value: expression has the wrong type
#   expected  an integer
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: u1
    repeat: expr
    repeat-expr: n
instances:
  v:
    value: l["a"]
