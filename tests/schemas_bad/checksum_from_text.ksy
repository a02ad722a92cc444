# 14:14: error[type-mismatch] /seq/1/-checksum/from: expression has the wrong type
#   expected  an integer
#   found     a string
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
      from: '"a"'
