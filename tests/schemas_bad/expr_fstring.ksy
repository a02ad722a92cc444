# 9:17: error[expression-syntax] /instances/total/value: the string is not closed
#   expected  `"`
#   found     the end
meta:
  id: sample
  endian: le
instances:
  total:
    value: 'f"{1"'
