# 13:7: error[expression-syntax] /instances/v/value: unexpected `*`
#   expected  a value
#   found     `*`
meta:
  id: bad
seq:
  - id: n
    type: u1
instances:
  v:
    value: >-
      n +
      * 1
