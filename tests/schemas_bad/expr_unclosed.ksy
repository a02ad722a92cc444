# 9:18: error[expression-syntax] /instances/total/value: the expression ends too early
#   expected  `)`
#   found     the end
meta:
  id: sample
  endian: le
instances:
  total:
    value: (1 + 2
