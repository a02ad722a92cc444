# 9:13: error[expression-syntax] /instances/total/value: unexpected `(`
#   expected  an operator or the end
#   found     `(`
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1(2)
