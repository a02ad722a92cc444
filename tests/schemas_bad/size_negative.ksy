# 11:11: error[meaningless-expression] /seq/1/size: size is negative
#   expected  0 or more
#   found     -1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: body
    size: -1
