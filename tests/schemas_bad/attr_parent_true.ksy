# 10:13: error[invalid-value] /seq/0/parent: parent must be an object or false
#   expected  an object or false
#   found     true
meta:
  id: sample
  endian: le
seq:
  - id: body
    type: part
    parent: true
types:
  part: {}
