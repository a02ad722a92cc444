# 9:11: error[invalid-value] /params/0/type: type must be the name of a type
#   expected  the name of a type
#   found     a mapping
meta:
  id: sample
  endian: le
params:
  - id: a
    type: {switch-on: 1}
