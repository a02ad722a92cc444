# 13:12: warning[meaningless-expression] /seq/1/valid/max: max excludes nothing of u1
#   expected  a bound within 0 to 255
#   found     300
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: u1
    valid:
      max: 300
