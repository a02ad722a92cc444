# 12:18: error[expression-syntax] /seq/1/process: the parentheses are empty
#   expected  arguments, or no parentheses
#   found     `()`
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    size: 2
    process: zlib()
