# 13:12: error[type-mismatch] /seq/1/valid: value can never occur in u1
#   expected  0 to 255
#   found     big::huge
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    enum: big
    valid: big::huge
enums:
  big:
    256: huge
