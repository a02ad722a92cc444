# 15:26: error[meaningless-expression] /instances/v/value: the list has no such element
#   expected  a subscript below 2
#   found     2
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
    value: "[1000, 2000][2]"
