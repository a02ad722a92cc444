# 10:14: error[expression-syntax] /instances/total/value: unexpected `=`
#   expected  an operator or a value
#   found     `=`
#   hint      did you mean ==?
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1 = 1
