# 16:11: error[unknown-name] /-checks/0/expr: function is not known
#   expected  all, any, contains, count, end_of, lookup, max, min, overlaps, sorted, start_of, sum, unique
#   found     total
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: u1
    repeat: expr
    repeat-expr: n
-checks:
  - id: c
    expr: total(l) == 3
