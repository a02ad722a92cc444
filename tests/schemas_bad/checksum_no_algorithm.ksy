# 10:7: error[missing-key] /seq/0/-checksum: -checksum has no algorithm
#   expected  algorithm
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -checksum:
      from: 0
