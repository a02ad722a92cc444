# 12:19: error[expression-syntax] /-checks/0/message: a `}` has no `{`
#   expected  `}}` for a brace
#   found     `}`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - expr: value > 0
    message: value} is small
