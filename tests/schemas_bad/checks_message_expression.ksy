# 12:24: error[expression-syntax] /-checks/0/message: unexpected `}`
#   expected  a value
#   found     `}`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - expr: value > 0
    message: value {1 +} is small
