# 12:20: error[type-mismatch] /-checks/0/expr: only a field has a place in the file
#   expected  a field
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: start_of(n + 1) == 0
