# 13:13: error[meaningless-expression] /seq/1/valid/expr: the condition is always true: it checks nothing
#   expected  a condition that depends on the file
#   found     true
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: u1
    valid:
      expr: true
