# 13:7: error[type-mismatch] /seq/1/-checksum: sha256 does not fit the field
#   expected  a byte string
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u4
    -checksum:
      algorithm: sha256
