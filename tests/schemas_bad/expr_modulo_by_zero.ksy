# 15:17: error[meaningless-expression] /instances/v/value: division by zero
#   expected  a divisor other than 0
#   found     2 - 2
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
    value: n % (2 - 2)
