# 8:8: error[invalid-value] /seq/0/id: field id must be text
#   expected  text
#   found     nothing
meta:
  id: sample
  endian: le
seq:
  - id:
    type: u4
