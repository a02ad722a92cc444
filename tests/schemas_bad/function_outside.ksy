# 15:12: error[expression-syntax] /instances/v/value: functions exist only in `-` keys
#   found     sum(…)
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
instances:
  v:
    value: sum(l)
