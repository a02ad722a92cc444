# 13:18: error[meaningless-expression] /seq/1/repeat-expr: repeat-expr is negative
#   expected  0 or more
#   found     2 - 3
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: expr
    repeat-expr: 2 - 3
