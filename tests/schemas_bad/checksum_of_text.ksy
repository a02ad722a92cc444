# 15:7: error[type-mismatch] /seq/1/-checksum: crc32 does not fit the field
#   expected  an integer
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: w
    type: str
    size: 2
    encoding: ASCII
    -checksum:
      algorithm: crc32
