# 12:11: error[type-mismatch] /-checks/0/expr: an integer where a boolean is needed
#   expected  a boolean
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: n + 1
