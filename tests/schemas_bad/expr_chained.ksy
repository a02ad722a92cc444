# 9:18: error[expression-syntax] /instances/total/value: comparisons do not chain
#   expected  `and`, `or` or parentheses
#   found     `<`
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1 < 2 < 3
