# 12:11: error[unknown-name] /-checks/0/expr: n refers to nothing
#   expected  a field with `-refers-to`
#   found     n
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: n.target == 1
