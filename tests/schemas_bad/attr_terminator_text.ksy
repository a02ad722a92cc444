# 10:17: error[invalid-value] /seq/0/terminator: terminator must be an integer from 0 to 255
#   expected  an integer from 0 to 255
#   found     `0`
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    terminator: '0'
