# 13:16: error[invalid-value] /seq/0/valid/in-enum: in-enum must be true
#   expected  true
#   found     false
#   hint      leave valid out to permit every value
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    enum: kind
    valid:
      in-enum: false
