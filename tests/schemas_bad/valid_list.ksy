# 10:12: error[invalid-value] /seq/0/valid: valid must be a value or a mapping
#   expected  a value or a mapping
#   found     a list
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid: [1, 2]
