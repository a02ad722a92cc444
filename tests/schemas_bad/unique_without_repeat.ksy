# 9:5: error[conflicting-keys] /seq/0/-unique: -unique has no effect without repeat
#   expected  repeat
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -unique: true
