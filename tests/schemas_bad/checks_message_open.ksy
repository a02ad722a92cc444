# 12:28: error[expression-syntax] /-checks/0/message: unexpected `is`
#   expected  `}`
#   found     `is`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - expr: value > 0
    message: 'value {value is small'
