# 9:19: error[expression-syntax] /seq/0/type: unexpected `)`
#   expected  a value
#   found     `)`
meta:
  id: sample
  endian: le
seq:
  - id: body
    type: part(1, )
