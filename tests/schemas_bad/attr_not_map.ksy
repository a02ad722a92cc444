# 8:5: error[invalid-value] /seq/0: a field must be a mapping
#   expected  a mapping
#   found     `u4`
meta:
  id: sample
  endian: le
seq:
  - u4
