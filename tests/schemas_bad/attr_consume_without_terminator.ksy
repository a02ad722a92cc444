# 9:5: error[conflicting-keys] /seq/0/consume: consume has no effect without terminator
#   expected  terminator
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    consume: false
