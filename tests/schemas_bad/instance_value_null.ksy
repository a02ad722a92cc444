# 9:11: error[invalid-value] /instances/total/value: value must be an expression
#   expected  an expression
#   found     nothing
meta:
  id: sample
  endian: le
instances:
  total:
    value:
