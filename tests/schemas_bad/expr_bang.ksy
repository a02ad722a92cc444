# 10:13: error[expression-syntax] /instances/total/value: unexpected `!`
#   expected  an operator or a value
#   found     `!`
#   hint      did you mean not?
meta:
  id: sample
  endian: le
instances:
  total:
    value: '!true'
