# 11:20: error[type-mismatch] /-checks/0/expr: contains needs a list, string or map
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: contains(n, 1)
