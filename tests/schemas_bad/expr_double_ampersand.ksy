# 10:19: error[expression-syntax] /instances/total/value: unexpected `&&`
#   expected  an operator or a value
#   found     `&&`
#   hint      did you mean and?
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1 == 1 && 2 == 2
