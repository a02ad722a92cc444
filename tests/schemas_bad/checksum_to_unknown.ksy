# 14:11: error[unknown-name] /seq/1/-checksum/to: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u4
    -checksum:
      algorithm: crc32
      to: m
