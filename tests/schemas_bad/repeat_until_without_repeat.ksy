# 9:5: error[conflicting-keys] /seq/0/repeat-until: repeat-until has no effect without repeat: until
#   expected  repeat: until
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repeat-until: _ == 0
