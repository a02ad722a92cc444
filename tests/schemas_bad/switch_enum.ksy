# 11:5: error[conflicting-keys] /seq/0/enum: enum has no effect on a field with a switch
meta:
  id: sample
  endian: le
seq:
  - id: body
    type:
      switch-on: 1
      cases:
        1: u1
    enum: kind
