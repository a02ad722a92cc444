# 10:113: error[expression-syntax] /instances/total/value: the expression is nested too deeply
#   expected  at most 100 levels
#   found     more
#   hint      split it into several instances
meta:
  id: sample
  endian: le
instances:
  total:
    value: (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
