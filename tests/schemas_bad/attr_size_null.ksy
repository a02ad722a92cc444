# 9:10: error[invalid-value] /seq/0/size: size must be an expression
#   expected  an expression
#   found     nothing
meta:
  id: sample
  endian: le
seq:
  - id: body
    size:
