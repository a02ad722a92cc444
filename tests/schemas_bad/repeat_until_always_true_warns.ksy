# 13:19: warning[meaningless-expression] /seq/1/repeat-until: the condition is always true: the list has one element
#   expected  a condition that depends on the file
#   found     true
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: until
    repeat-until: true
