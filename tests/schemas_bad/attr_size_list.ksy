# 9:11: error[invalid-value] /seq/0/size: size must be an expression
#   expected  an expression
#   found     a list
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: [4]
