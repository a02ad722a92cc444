# 12:9: warning[meaningless-expression] /seq/1/if: the condition is always false: the field never exists
#   expected  a condition that depends on the file
#   found     1 > 2
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: u1
    if: 1 > 2
