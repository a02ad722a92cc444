# 13:18: error[unknown-name] /seq/1/valid/expr: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    valid:
      expr: _ == m
