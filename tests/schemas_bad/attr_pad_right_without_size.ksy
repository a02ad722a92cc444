# 9:5: error[conflicting-keys] /seq/0/pad-right: pad-right has no effect without size or size-eos
#   expected  size or size-eos
meta:
  id: sample
  endian: le
seq:
  - id: body
    terminator: 0
    pad-right: 0
