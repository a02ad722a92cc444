# 15:16: error[type-mismatch] /seq/1/-checksum/zero/0/1: a boolean where an integer is needed
#   expected  an integer
#   found     a boolean
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
      zero:
        - [0, "true"]
