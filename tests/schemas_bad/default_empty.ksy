# 10:15: error[invalid-value] /seq/0/-default: -default must be an expression or a list of them
#   expected  an expression or a list of them
#   found     a list
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -default: []
