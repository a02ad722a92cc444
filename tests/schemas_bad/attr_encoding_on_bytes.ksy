# 8:5: error[conflicting-keys] /seq/0/encoding: encoding has no effect on a byte array
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    encoding: UTF-8
