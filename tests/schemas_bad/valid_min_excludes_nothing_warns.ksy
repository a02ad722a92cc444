# 13:12: warning[meaningless-expression] /seq/1/valid/min: min excludes nothing of u1
#   expected  a bound within 0 to 255
#   found     -1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: u1
    valid:
      min: -1
      max: 5
