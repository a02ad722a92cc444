# 10:16: error[missing-key] /seq/0/valid/in-enum: in-enum needs the key enum
#   expected  enum
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid:
      in-enum: true
