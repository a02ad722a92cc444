# 13:8: error[expression-syntax] /instances/v/value: the expression ends too early
#   expected  `)`
#   found     the end
meta:
  id: bad
seq:
  - id: n
    type: u1
instances:
  v:
    value: >-
      (n +
      1
