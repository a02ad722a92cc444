# 11:11: error[meaningless-expression] /seq/1/size: size is larger than any file
#   expected  at most 9223372036854775807
#   found     0x10000000000000000
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: body
    size: 0x10000000000000000
