# 7:12: error[type-mismatch] /to-string: expression has the wrong type
#   expected  a string
#   found     an integer
meta:
  id: bad
  endian: le
to-string: n
seq:
  - id: n
    type: u1
