# 11:15: error[invalid-value] /seq/0/valid/any-of: any-of must be a list
#   expected  a list
#   found     the number 1
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid:
      any-of: 1
