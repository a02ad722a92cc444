# 11:7: error[expression-syntax] /instances/total/value: unexpected `)`
#   expected  a value
#   found     `)`
meta:
  id: sample
  endian: le
instances:
  total:
    value: >-
      1 +
      )
