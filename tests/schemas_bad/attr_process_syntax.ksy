# 10:21: error[expression-syntax] /seq/0/process: unexpected `)`
#   expected  a value
#   found     `)`
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    process: xor(1 +)
