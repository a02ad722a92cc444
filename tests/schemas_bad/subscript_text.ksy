# 16:14: error[type-mismatch] /instances/v/value: a string where an integer is needed
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
