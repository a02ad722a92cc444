# 9:12: error[expression-syntax] /instances/total/value: unexpected `)`, at character 5
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
