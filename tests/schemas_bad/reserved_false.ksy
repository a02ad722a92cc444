# 11:16: error[invalid-value] /seq/0/-reserved: -reserved: false has no meaning
#   expected  true or an expression
#   found     false
#   hint      leave the key out
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -reserved: false
