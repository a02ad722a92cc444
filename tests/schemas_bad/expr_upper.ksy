# 9:12: error[expression-syntax] /instances/total/value: `BAD` is not a valid name
#   expected  lower-case letters, digits and underscores
#   found     `BAD`
meta:
  id: sample
  endian: le
instances:
  total:
    value: BAD
