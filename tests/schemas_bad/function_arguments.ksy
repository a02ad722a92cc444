# 16:11: error[type-mismatch] /-checks/0/expr: wrong number of arguments for all
#   expected  2
#   found     1
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
    expr: all(l)
