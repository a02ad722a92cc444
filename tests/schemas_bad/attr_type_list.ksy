# 9:11: error[invalid-value] /seq/0/type: type must be the name of a type
#   expected  the name of a type
#   found     a list
meta:
  id: sample
  endian: le
seq:
  - id: body
    type: [u4]
