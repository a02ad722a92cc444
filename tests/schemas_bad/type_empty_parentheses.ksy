# 11:15: error[expression-syntax] /seq/1/type: the parentheses are empty
#   expected  arguments, or no parentheses
#   found     `()`
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: leaf()
types:
  leaf: {}
