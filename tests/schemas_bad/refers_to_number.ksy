# 13:14: error[type-mismatch] /seq/1/-refers-to/table: an integer where a list is needed
#   expected  a list
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    -refers-to:
      table: n
