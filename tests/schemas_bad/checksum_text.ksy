# 10:16: error[invalid-value] /seq/0/-checksum: -checksum must be a mapping
#   expected  a mapping
#   found     `crc32`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -checksum: crc32
