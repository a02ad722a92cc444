# 12:10: error[meaningless-expression] /instances/v/pos: pos is negative
#   expected  0 or more
#   found     -4
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    pos: -4
    type: u1
