# 16:15: error[type-mismatch] /-checks/0/expr: a string where a number is needed
#   expected  a number
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: strz
    encoding: ASCII
    repeat: eos
-checks:
  - id: c
    expr: sum(l) == 3
