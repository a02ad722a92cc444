# 9:14: error[expression-syntax] /seq/0/type: unexpected `le`
#   expected  `(` or the end
#   found     `le`
meta:
  id: sample
  endian: le
seq:
  - id: body
    type: u4 le
