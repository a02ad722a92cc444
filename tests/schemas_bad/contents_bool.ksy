# 9:19: error[invalid-value] /seq/0/contents/1: an entry of contents must be a byte from 0 to 255 or text
#   expected  a byte from 0 to 255 or text
#   found     true
meta:
  id: sample
  endian: le
seq:
  - id: magic
    contents: [0, true]
