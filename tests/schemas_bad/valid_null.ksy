# 10:11: error[invalid-value] /seq/0/valid: valid must be an expression
#   expected  an expression
#   found     nothing
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid:
