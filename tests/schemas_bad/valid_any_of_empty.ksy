# 11:15: error[invalid-value] /seq/0/valid/any-of: any-of must be a list with at least one value
#   expected  a list with at least one value
#   found     a list
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid:
      any-of: []
