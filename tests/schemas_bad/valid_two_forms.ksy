# 12:7: error[conflicting-keys] /seq/0/valid/min: min and eq exclude each other in valid
#   expected  one of eq, min and max, any-of, in-enum, expr
#   found     eq, min
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid:
      eq: 1
      min: 0
