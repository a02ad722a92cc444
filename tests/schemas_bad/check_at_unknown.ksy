# 13:9: error[unknown-name] /-checks/0/at: at names no field of this type: `m`
#   expected  the id of a seq field, an instance or a parameter
#   found     `m`
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: n == 1
    at: m
