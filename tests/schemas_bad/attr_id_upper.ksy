# 9:9: error[invalid-id] /seq/0/id: `fileSize` is not a valid field id
#   expected  a lower-case letter, then lower-case letters, digits and underscores
#   found     `fileSize`
#   hint      did you mean file_size?
meta:
  id: sample
  endian: le
seq:
  - id: fileSize
    type: u4
