# 15:15: error[type-mismatch] /-checks/0/expr: a boolean where a number is needed
#   expected  a number
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: b1
    repeat: eos
-checks:
  - id: c
    expr: min(l) == true
