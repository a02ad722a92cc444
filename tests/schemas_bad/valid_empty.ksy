# 9:12: error[missing-key] /seq/0/valid: valid says nothing
#   expected  one of eq, min and max, any-of, in-enum, expr
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid: {}
