# 10:9: error[invalid-value] /seq/1/id: field id must be text
#   expected  text
#   found     `null`
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: null
    type: u1
