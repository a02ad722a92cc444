# 12:11: error[unknown-name] /-checks/0/expr: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: m == 1
