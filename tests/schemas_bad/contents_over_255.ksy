# 9:22: error[invalid-value] /seq/0/contents/1: an entry of contents must be a byte from 0 to 255 or text
#   expected  a byte from 0 to 255 or text
#   found     the number 0x4b03
meta:
  id: sample
  endian: le
seq:
  - id: magic
    contents: [0x50, 0x4b03]
