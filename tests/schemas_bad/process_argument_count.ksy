# 12:14: error[invalid-value] /seq/1/process: process xor has the wrong number of arguments
#   expected  1
#   found     0
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
    process: xor
