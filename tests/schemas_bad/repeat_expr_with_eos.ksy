# 10:5: error[conflicting-keys] /seq/0/repeat-expr: repeat-expr has no effect without repeat: expr
#   expected  repeat: expr
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repeat: eos
    repeat-expr: 4
