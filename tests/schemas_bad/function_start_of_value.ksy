# 14:20: error[type-mismatch] /-checks/0/expr: v is computed, not read
#   expected  a field that is read from the file
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: n + 1
-checks:
  - id: c
    expr: start_of(v) == 0
