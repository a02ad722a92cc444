# 9:5: error[conflicting-keys] /seq/0/process: process has no effect without size, size-eos or terminator
#   expected  size, size-eos or terminator
meta:
  id: sample
  endian: le
seq:
  - id: body
    type: part
    process: zlib
types:
  part: {}
