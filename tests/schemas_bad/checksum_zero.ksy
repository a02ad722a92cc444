# 15:14: error[invalid-value] /seq/0/-checksum/zero/0: an entry of zero must be a list [from, to]
#   expected  a list [from, to]
#   found     the number 0
# 15:17: error[invalid-value] /seq/0/-checksum/zero/1: an entry of zero must be a list [from, to]
#   expected  a list [from, to]
#   found     the number 4
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -checksum:
      algorithm: crc32
      zero: [0, 4]
