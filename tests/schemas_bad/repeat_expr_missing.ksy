# 9:13: error[missing-key] /seq/0/repeat: repeat: expr needs repeat-expr
#   expected  repeat-expr
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repeat: expr
