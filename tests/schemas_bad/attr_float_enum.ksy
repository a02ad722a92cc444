# 8:5: error[conflicting-keys] /seq/0/enum: enum has no effect on a floating-point number
meta:
  id: sample
  endian: le
seq:
  - id: ratio
    type: f4
    enum: kind
