# 13:19: warning[meaningless-expression] /seq/1/repeat-until: the condition is always false: the list never ends
#   expected  a condition that depends on the file
#   found     1 > 2
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: until
    repeat-until: 1 > 2
