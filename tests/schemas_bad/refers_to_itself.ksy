# 10:5: error[type-mismatch] /seq/1: the table of a depends on itself
#   expected  a value that needs other values only
#   found     bad.a.target -> bad.a.target
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    -refers-to:
      table: a.target
