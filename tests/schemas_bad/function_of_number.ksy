# 12:15: error[type-mismatch] /-checks/0/expr: sum needs a list
#   expected  a list
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: sum(n) == 3
