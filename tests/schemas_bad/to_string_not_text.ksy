# 7:12: error[type-mismatch] /to-string: an integer where a string is needed
#   expected  a string
#   found     an integer
meta:
  id: bad
  endian: le
to-string: n
seq:
  - id: n
    type: u1
