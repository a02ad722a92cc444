# 8:5: error[conflicting-keys] /seq/0/size: size has no effect on an integer
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    size: 4
