# 15:17: error[meaningless-expression] /instances/v/value: a subscript is negative
#   expected  0 for the first element
#   found     -1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: eos
instances:
  v:
    value: list[-1]
