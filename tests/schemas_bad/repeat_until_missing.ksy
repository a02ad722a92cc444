# 9:13: error[missing-key] /seq/0/repeat: repeat: until needs repeat-until
#   expected  repeat-until
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repeat: until
