# 9:15: error[invalid-value] /seq/0/contents: contents must be text or a list of bytes and texts
#   expected  text or a list of bytes and texts
#   found     the number 123
meta:
  id: sample
  endian: le
seq:
  - id: magic
    contents: 123
