# 16:18: error[type-mismatch] /-checks/0/expr: an integer where a boolean is needed
#   expected  a boolean
#   found     an integer
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
-checks:
  - id: c
    expr: all(l, _ + 1)
