# 8:15: error[invalid-value] /seq/0/contents: contents is empty
#   expected  at least one byte
meta:
  id: sample
  endian: le
seq:
  - id: magic
    contents: ''
