# 12:14: error[invalid-value] /seq/1/process: process zlib has the wrong number of arguments
#   expected  0
#   found     1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
    process: zlib(1)
