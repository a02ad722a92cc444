# 9:15: error[expression-syntax] /instances/total/value: the expression ends too early
#   expected  a value
#   found     the end
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1 *
