# 15:17: error[meaningless-expression] /instances/v/value: the amount of a shift is negative
#   expected  0 or more
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
    value: n << -1
