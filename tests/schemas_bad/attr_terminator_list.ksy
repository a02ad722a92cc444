# 10:17: error[invalid-value] /seq/0/terminator: terminator must be an integer from 0 to 255
#   expected  an integer from 0 to 255
#   found     a list
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    terminator: [13, 10]
