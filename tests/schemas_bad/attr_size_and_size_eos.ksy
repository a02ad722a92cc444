# 8:5: error[conflicting-keys] /seq/0/size-eos: size-eos and size exclude each other
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    size-eos: true
