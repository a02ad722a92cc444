# 12:11: error[meaningless-expression] /-checks/0/expr: the condition is always true: it checks nothing
#   expected  a condition that depends on the file
#   found     1 == 1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: nothing
    expr: 1 == 1
