# 13:19: error[type-mismatch] /seq/1/repeat-until: an integer where a boolean is needed
#   expected  a boolean
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    repeat: until
    repeat-until: _
