# 14:14: error[type-mismatch] /seq/1/-checksum/from: a string where an integer is needed
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
