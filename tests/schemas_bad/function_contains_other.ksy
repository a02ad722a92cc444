# 16:23: error[type-mismatch] /-checks/0/expr: value can never be found
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
-checks:
  - id: c
    expr: contains(l, "a")
