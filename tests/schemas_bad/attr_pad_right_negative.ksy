# 10:16: error[invalid-value] /seq/0/pad-right: pad-right must be an integer from 0 to 255
#   expected  an integer from 0 to 255
#   found     the number -1
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    pad-right: -1
