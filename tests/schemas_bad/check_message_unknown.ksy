# 13:19: error[unknown-name] /-checks/0/message: field is not declared
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
    expr: n == 1
    message: "is {m}"
